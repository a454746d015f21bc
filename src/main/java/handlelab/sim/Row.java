package handlelab.sim;

import handlelab.api.Win32;

/** What one row of a handle table says at one moment: replaced whole, never changed. */
record Row(KernelObject object, int bits) {
  /**
   * Flags stand where no granted access has bits: those of the generic rights, which are mapped
   * before they are stored.
   */
  private static final int INHERIT_BIT = 0x4000_0000;

  private static final int PROTECT_BIT = 0x8000_0000;

  static Row of(KernelObject object, int access, int flags) {
    return new Row(object, access | bits(flags));
  }

  static boolean isInheritable(int bits) {
    return (bits & INHERIT_BIT) != 0;
  }

  static int flags(int bits) {
    return ((bits & INHERIT_BIT) != 0 ? Win32.HANDLE_FLAG_INHERIT : 0)
        | ((bits & PROTECT_BIT) != 0 ? Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE : 0);
  }

  int access() {
    return bits & ~(INHERIT_BIT | PROTECT_BIT);
  }

  int flags() {
    return flags(bits);
  }

  boolean isInheritable() {
    return isInheritable(bits);
  }

  boolean isProtected() {
    return (bits & PROTECT_BIT) != 0;
  }

  Row withFlags(int flags) {
    return of(object, access(), flags);
  }

  private static int bits(int flags) {
    return ((flags & Win32.HANDLE_FLAG_INHERIT) != 0 ? INHERIT_BIT : 0)
        | ((flags & Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0 ? PROTECT_BIT : 0);
  }
}
