package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * One end of a connection through a named pipe: a client's, by {@link #connect}, or a server's, by
 * {@link NamedPipeServer#accept}.
 *
 * <p>Any thread may call every method, of the streams too; one may read while another writes. A
 * virtual thread keeps its carrier while it waits. Closing makes the calls of other threads that
 * wait in this end fail with an {@link java.io.IOException}.
 */
public final class NamedPipeConnection extends PipeEnd {
  NamedPipeConnection(Kernel32 kernel32, Handle handle) {
    super(kernel32, handle);
  }

  /**
   * Connects to the server of a pipe, and waits while it has no connection free.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\pipe\}
   * @return the client's end of the connection, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} if no process serves a pipe of that name
   */
  public static NamedPipeConnection connect(Kernel32 kernel32, String name) {
    return connect(kernel32, name, Win32.INFINITE);
  }

  /**
   * Connects as {@link #connect(Kernel32, String)}, but waits no longer than the timeout.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\pipe\}
   * @param timeoutMillis in milliseconds; 0 for not at all, {@link Win32#INFINITE} for no limit
   * @return the client's end of the connection, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} if no process serves a pipe of that name,
   *     {@code ERROR_PIPE_BUSY} if the timeout passes
   */
  public static NamedPipeConnection connect(Kernel32 kernel32, String name, int timeoutMillis) {
    String fullName = NamedPipeServer.fullName(name);
    long start = System.nanoTime();
    // Another client may take the free connection that the wait has seen: so this is a loop.
    while (true) {
      try {
        return new NamedPipeConnection(kernel32, open(kernel32, fullName));
      } catch (Win32Exception e) {
        if (e.errorCode() != Win32Error.ERROR_PIPE_BUSY
            || !awaitFree(kernel32, fullName, timeoutMillis, start)) {
          throw Hint.connecting(e, fullName);
        }
      }
    }
  }

  private static Handle open(Kernel32 kernel32, String fullName) {
    return kernel32.createFile(
        fullName,
        Win32.GENERIC_READ | Win32.GENERIC_WRITE,
        0,
        null,
        Win32.OPEN_EXISTING,
        // Else a write would wait for another thread's read through the same handle.
        Win32.FILE_FLAG_OVERLAPPED,
        Handle.NULL);
  }

  private static boolean awaitFree(
      Kernel32 kernel32, String fullName, int timeoutMillis, long start) {
    int left = Win32.NMPWAIT_WAIT_FOREVER;
    if (timeoutMillis != Win32.INFINITE) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      long millis = Integer.toUnsignedLong(timeoutMillis) - passed;
      if (millis <= 0) {
        return false;
      }
      left = (int) millis;
    }
    try {
      return kernel32.waitNamedPipe(fullName, left);
    } catch (Win32Exception e) {
      throw Hint.connecting(e, fullName);
    }
  }

  /**
   * {@return the bytes that the other end writes, always the same stream}
   *
   * <p>A read waits for the first byte, and returns -1 when the other end is closed and nothing is
   * left. Closing the stream closes this end, for both directions.
   */
  public InputStream inputStream() {
    return input();
  }

  /**
   * {@return the bytes that the other end reads, always the same stream; nothing is buffered in it}
   *
   * <p>A write waits until the pipe has taken all bytes, and fails with an {@link
   * java.io.IOException} if the other end is closed. Closing the stream closes this end, for both
   * directions.
   */
  public OutputStream outputStream() {
    return output();
  }

  /** Waits for a client at a server's end. */
  void awaitClient() {
    Handle value = enter();
    try {
      boolean hasClient = false;
      while (!hasClient) {
        hasClient = connectOnce(value);
      }
    } catch (Win32Exception e) {
      throw explain(e);
    } finally {
      leave();
    }
  }

  private boolean connectOnce(Handle value) {
    try {
      kernel32().connectNamedPipe(value, null);
      return true;
    } catch (Win32Exception e) {
      if (e.errorCode() != Win32Error.ERROR_NO_DATA) {
        throw e;
      }
      // That client came and has gone; unless it has left something, the next one is waited for.
      boolean hasData = hasData(value);
      if (!hasData) {
        kernel32().disconnectNamedPipe(value);
      }
      return hasData;
    }
  }

  private boolean hasData(Handle value) {
    try {
      return kernel32().peekNamedPipe(value).totalAvailable() > 0;
    } catch (Win32Exception e) {
      if (e.errorCode() != Win32Error.ERROR_BROKEN_PIPE) {
        throw e;
      }
      return false;
    }
  }
}
