package example;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;

/** A lock that one program on the machine holds, by an interface of its own. */
public final class SingleInstance implements AutoCloseable {
  interface Library extends StdCallLibrary {
    Library INSTANCE = Native.load("kernel32", Library.class, W32APIOptions.DEFAULT_OPTIONS);

    HANDLE CreateMutex(HANDLE attributes, boolean initialOwner, String name);

    boolean CloseHandle(HANDLE handle);
  }

  private final HANDLE mutex;

  private SingleInstance(HANDLE mutex) {
    this.mutex = mutex;
  }

  /** The lock, or null if another program holds it. */
  public static SingleInstance tryAcquire(String name) {
    HANDLE mutex = Library.INSTANCE.CreateMutex(null, false, name);
    if (Native.getLastError() == WinError.ERROR_ALREADY_EXISTS) {
      Library.INSTANCE.CloseHandle(mutex);
      return null;
    }
    return new SingleInstance(mutex);
  }

  @Override
  public void close() {
    Library.INSTANCE.CloseHandle(mutex);
  }
}
