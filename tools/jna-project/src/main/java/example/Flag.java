package example;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** An event, by native methods that are mapped to kernel32 ("direct mapping"). */
public final class Flag implements AutoCloseable {
  private static final int INFINITE = -1;

  static {
    Native.register("kernel32");
  }

  private final long handle;

  public Flag() throws LastErrorException {
    handle = CreateEventA(null, true, false, null);
  }

  private static native long CreateEventA(
      Pointer attributes, boolean manualReset, boolean initialState, String name)
      throws LastErrorException;

  private static native boolean SetEvent(long event) throws LastErrorException;

  private static native int WaitForSingleObject(long handle, int millis) throws LastErrorException;

  private static native boolean CloseHandle(long handle) throws LastErrorException;

  /** Not needed here, and not simulated: the other methods work nevertheless. */
  static native long GetTickCount64();

  public void set() {
    SetEvent(handle);
  }

  public void await() {
    WaitForSingleObject(handle, INFINITE);
  }

  @Override
  public void close() {
    CloseHandle(handle);
  }
}
