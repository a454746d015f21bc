package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A kernel object: what handle table rows point to.
 *
 * <p>It lives as long as a row points to it (or, for a process or thread, as long as that runs).
 * All state of it and of its subclasses is guarded by the kernel's lock unless it is final.
 */
abstract class KernelObject extends Waitable {
  final ObjectType type;
  final long address;

  /** How many rows, over all tables, point here; NT's {@code HandleCount}. */
  int usageCount;

  KernelObject(ObjectType type, long address) {
    this.type = type;
    this.address = address;
  }

  /** The memory that it takes as long as a row points to it. */
  int bytes() {
    return Memory.OBJECT_BYTES;
  }

  /** The object's name in the object manager, or null. */
  String name() {
    return null;
  }

  /** What it is and what state it is in, in the words of {@code ObjectState}; null for nothing. */
  String state() {
    return null;
  }

  /**
   * A row that pointed here is gone, and it was the last one. Called with the kernel's lock held.
   */
  abstract void lastRowClosed();

  /**
   * The access of a new row made from one with {@code sourceAccess}. Documented: a file handle
   * cannot be duplicated to more access than it has, processes and threads can, as far as the
   * object's security allows; here all processes belong to one user, so all of it.
   *
   * @throws Win32Exception ERROR_ACCESS_DENIED for more than that; as {@link ObjectType#grant}
   */
  final int accessOfDuplicate(int sourceAccess, int desiredAccess) {
    if (type != ObjectType.FILE) {
      return type.grant("DuplicateHandle", desiredAccess, type.allAccess);
    }
    int access = type.map(desiredAccess, sourceAccess);
    if ((access & ~sourceAccess) != 0) {
      throw new Win32Exception("DuplicateHandle", Win32Error.ERROR_ACCESS_DENIED);
    }
    return access;
  }

  /**
   * Whether an access mask has bits that no type may define: NT refuses it before it looks at any
   * handle.
   */
  static boolean isInvalidAccess(int desiredAccess) {
    return (desiredAccess & 0x0CE0_0000) != 0;
  }
}
