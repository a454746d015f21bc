package handlelab.real;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Declarations of kernelbase.dll: what kernel32.dll does not export.
 *
 * <p>A class of its own, because it needs Windows 10: if the function is missing, only the calls of
 * this class fail.
 */
@SuppressWarnings("MemberName")
final class KernelbaseLibrary {
  private static final boolean COMPARES = register();

  private KernelbaseLibrary() {}

  /** Whether this system has {@code CompareObjectHandles}. */
  static boolean hasCompareObjectHandles() {
    return COMPARES;
  }

  /**
   * {@code BOOL CompareObjectHandles(HANDLE hFirstObjectHandle, HANDLE hSecondObjectHandle)}; FALSE
   * with ERROR_NOT_SAME_OBJECT is an answer, any other code is a failure.
   */
  static native int CompareObjectHandles(long hFirstObjectHandle, long hSecondObjectHandle);

  private static boolean register() {
    try {
      NativeLibrary library = NativeLibrary.getInstance("kernelbase");
      library.getFunction("CompareObjectHandles");
      Native.register(KernelbaseLibrary.class, library);
      return true;
    } catch (UnsatisfiedLinkError missing) {
      return false;
    }
  }
}
