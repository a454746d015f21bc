package handlelab.real;

/**
 * One entry of the system's extended handle list, {@code SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX}.
 *
 * @param object the kernel object's address, or 0 if the system hides it
 * @param attributes the row's {@code OBJ_*} bits
 */
record SystemHandle(
    long object, int processId, long value, int grantedAccess, int typeIndex, int attributes) {
  private static final int OBJ_PROTECT_CLOSE = 0x1;
  private static final int OBJ_INHERIT = 0x2;

  boolean inheritable() {
    return (attributes & OBJ_INHERIT) != 0;
  }

  boolean protectedFromClose() {
    return (attributes & OBJ_PROTECT_CLOSE) != 0;
  }
}
