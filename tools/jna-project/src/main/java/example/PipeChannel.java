package example;

import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.util.Arrays;

/** One end of a named pipe, by jna-platform. */
public final class PipeChannel implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;

  private final HANDLE handle;

  private PipeChannel(HANDLE handle) throws IOException {
    if (WinBase.INVALID_HANDLE_VALUE.equals(handle)) {
      throw failure();
    }
    this.handle = handle;
  }

  private static IOException failure() {
    return new IOException(Kernel32Util.formatMessage(Kernel32.INSTANCE.GetLastError()));
  }

  public static PipeChannel listen(String name) throws IOException {
    return new PipeChannel(
        Kernel32.INSTANCE.CreateNamedPipe(
            name, WinBase.PIPE_ACCESS_DUPLEX, 0, 1, BUFFER_BYTES, BUFFER_BYTES, 0, null));
  }

  public static PipeChannel connect(String name) throws IOException {
    int access = WinNT.GENERIC_READ | WinNT.GENERIC_WRITE;
    return new PipeChannel(
        Kernel32.INSTANCE.CreateFile(name, access, 0, null, WinNT.OPEN_EXISTING, 0, null));
  }

  public void accept() throws IOException {
    if (!Kernel32.INSTANCE.ConnectNamedPipe(handle, null)
        && Kernel32.INSTANCE.GetLastError() != WinError.ERROR_PIPE_CONNECTED) {
      throw failure();
    }
  }

  public byte[] read() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    IntByReference bytes = new IntByReference();
    if (!Kernel32.INSTANCE.ReadFile(handle, buffer, buffer.length, bytes, null)) {
      throw failure();
    }
    return Arrays.copyOf(buffer, bytes.getValue());
  }

  public void write(byte[] data) throws IOException {
    if (!Kernel32.INSTANCE.WriteFile(handle, data, data.length, new IntByReference(), null)) {
      throw failure();
    }
  }

  @Override
  public void close() {
    Kernel32Util.closeHandle(handle);
  }
}
