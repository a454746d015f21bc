package handlelab.real;

/** The functions that take an {@code OVERLAPPED}. */
enum IoFunction {
  READ("ReadFile"),
  WRITE("WriteFile"),
  CONNECT("ConnectNamedPipe");

  private final String exportedName;

  IoFunction(String exportedName) {
    this.exportedName = exportedName;
  }

  String exportedName() {
    return exportedName;
  }

  /**
   * Calls the function; a connect has no data.
   *
   * @param count the address of the number of bytes moved; 0 with an {@code OVERLAPPED}
   * @return 0 if the last error tells more
   */
  int call(long file, long data, int size, long count, long overlapped) {
    return switch (this) {
      case READ -> Kernel32Library.ReadFile(file, data, size, count, overlapped);
      case WRITE -> Kernel32Library.WriteFile(file, data, size, count, overlapped);
      case CONNECT -> Kernel32Library.ConnectNamedPipe(file, overlapped);
    };
  }
}
