package handlelab.sim;

import handlelab.api.Win32;

/**
 * A row of a handle table: immutable, so a change of its flags replaces it.
 *
 * @param flags the {@code HANDLE_FLAG_*} bits
 */
record Row(KernelObject object, int access, int flags) {
  boolean isInheritable() {
    return (flags & Win32.HANDLE_FLAG_INHERIT) != 0;
  }

  boolean isProtected() {
    return (flags & Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0;
  }

  /** A row for the same object; this one if nothing differs, for a row may lie in many places. */
  Row with(int newAccess, int newFlags) {
    return newAccess == access && newFlags == flags ? this : new Row(object, newAccess, newFlags);
  }
}
