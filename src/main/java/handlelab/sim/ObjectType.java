package handlelab.sim;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A type of kernel object: its name, and how the generic rights map to its own.
 *
 * <p>Source of the masks: {@code winnt.h}, and for the mappings of the other types the object type
 * information of Windows 10 as System Informer lists it.
 */
enum ObjectType {
  FILE(
      "File",
      Win32.FILE_GENERIC_READ,
      Win32.FILE_GENERIC_WRITE,
      Win32.FILE_GENERIC_EXECUTE,
      Win32.FILE_ALL_ACCESS),
  PROCESS("Process", 0x0002_0410, 0x0002_0BEB, 0x0012_1001, Win32.PROCESS_ALL_ACCESS),
  THREAD("Thread", 0x0002_0048, 0x0002_0437, 0x0012_0800, Win32.THREAD_ALL_ACCESS),
  EVENT("Event", 0x0002_0001, 0x0002_0002, 0x0012_0000, Win32.EVENT_ALL_ACCESS),
  MUTEX("Mutant", 0x0002_0001, 0x0002_0000, 0x0012_0000, Win32.MUTEX_ALL_ACCESS),
  SEMAPHORE("Semaphore", 0x0002_0001, 0x0002_0002, 0x0012_0000, Win32.SEMAPHORE_ALL_ACCESS);

  private static final int GENERIC =
      Win32.GENERIC_READ | Win32.GENERIC_WRITE | Win32.GENERIC_EXECUTE | Win32.GENERIC_ALL;

  final String typeName;
  final int allAccess;
  private final int genericRead;
  private final int genericWrite;
  private final int genericExecute;

  ObjectType(
      String typeName, int genericRead, int genericWrite, int genericExecute, int allAccess) {
    this.typeName = typeName;
    this.genericRead = genericRead;
    this.genericWrite = genericWrite;
    this.genericExecute = genericExecute;
    this.allAccess = allAccess;
  }

  /**
   * The type's own rights for a desired access: generic bits replaced, implied bits added, {@code
   * MAXIMUM_ALLOWED} read as {@code maximum}. Bits that the type does not know stay, for the caller
   * to refuse.
   */
  int map(int desiredAccess, int maximum) {
    int access = desiredAccess & ~(GENERIC | Win32.MAXIMUM_ALLOWED);
    if ((desiredAccess & Win32.GENERIC_READ) != 0) {
      access |= genericRead;
    }
    if ((desiredAccess & Win32.GENERIC_WRITE) != 0) {
      access |= genericWrite;
    }
    if ((desiredAccess & Win32.GENERIC_EXECUTE) != 0) {
      access |= genericExecute;
    }
    if ((desiredAccess & Win32.GENERIC_ALL) != 0) {
      access |= allAccess;
    }
    if ((desiredAccess & Win32.MAXIMUM_ALLOWED) != 0) {
      access |= maximum;
    }
    return access | implied(access);
  }

  /**
   * The access of a new row. No process of this machine holds a privilege.
   *
   * @param maximum what the object's security allows
   * @throws Win32Exception ERROR_PRIVILEGE_NOT_HELD for {@code ACCESS_SYSTEM_SECURITY} (Tested, for
   *     a mutex); ERROR_ACCESS_DENIED for other rights that the type or the object does not have
   */
  int grant(String function, int desiredAccess, int maximum) {
    int access = map(desiredAccess, maximum);
    if ((access & Win32.ACCESS_SYSTEM_SECURITY) != 0) {
      throw new Win32Exception(function, Win32Error.ERROR_PRIVILEGE_NOT_HELD);
    }
    if ((access & ~maximum) != 0) {
      throw new Win32Exception(function, Win32Error.ERROR_ACCESS_DENIED);
    }
    return access;
  }

  /** Documented: the wider query and set rights of processes and threads carry the limited ones. */
  private int implied(int access) {
    int implied = 0;
    if (this == PROCESS) {
      implied |=
          when(access, Win32.PROCESS_QUERY_INFORMATION, Win32.PROCESS_QUERY_LIMITED_INFORMATION);
      implied |= when(access, Win32.PROCESS_SET_INFORMATION, Win32.PROCESS_SET_LIMITED_INFORMATION);
    } else if (this == THREAD) {
      implied |=
          when(access, Win32.THREAD_QUERY_INFORMATION, Win32.THREAD_QUERY_LIMITED_INFORMATION);
      implied |= when(access, Win32.THREAD_SET_INFORMATION, Win32.THREAD_SET_LIMITED_INFORMATION);
      implied |= when(access, Win32.THREAD_SUSPEND_RESUME, Win32.THREAD_RESUME);
    }
    return implied;
  }

  private static int when(int access, int right, int implied) {
    return (access & right) != 0 ? implied : 0;
  }
}
