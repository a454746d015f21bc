package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.nio.ByteBuffer;
import java.util.List;

/** 64 bytes there and back over a named pipe between two JVMs, with overlapped calls on both. */
final class PipeEcho {
  private static final String PIPE = "\\\\.\\pipe\\handlelab-bench";
  private static final int BYTES = 64;

  private final Kernel32 kernel32;
  private final Handle pipe;
  private final Overlapped reading;
  private final Overlapped writing;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);

  private PipeEcho(Kernel32 kernel32, Handle pipe) {
    this.kernel32 = kernel32;
    this.pipe = pipe;
    this.reading = Overlapped.of(kernel32.createEvent(null, true, false, null).handle());
    this.writing = Overlapped.of(kernel32.createEvent(null, true, false, null).handle());
  }

  /**
   * @param arguments {@code real} or {@code simulated}; for the other JVM also {@code client}
   */
  public static void main(String[] arguments) throws Exception {
    try (Backend backend = Backends.open(BackendKind.valueOf(arguments[0].toUpperCase()))) {
      Kernel32 kernel32 = backend.kernel32();
      if (arguments.length > 1) {
        answer(kernel32);
      } else {
        ask(kernel32, arguments[0]);
      }
    }
  }

  private static void ask(Kernel32 kernel32, String kind) throws Exception {
    int mode = Win32.PIPE_ACCESS_DUPLEX | Win32.FILE_FLAG_OVERLAPPED;
    PipeEcho echo =
        new PipeEcho(
            kernel32, kernel32.createNamedPipe(PIPE, mode, 0, 1, 4096, 4096, 0, null).handle());
    OtherJvm other = OtherJvm.start(PipeEcho.class, List.of(kind, "client"));
    kernel32.connectNamedPipe(echo.pipe, echo.reading);
    kernel32.getOverlappedResult(echo.pipe, echo.reading, true);
    Timing.measure(
        "echo",
        times -> {
          for (int i = 0; i < times; i++) {
            echo.write();
            echo.read();
          }
        },
        Timing.WARM_UP_WITH_SERVER_NANOS);
    kernel32.closeHandle(echo.pipe);
    other.waitFor();
  }

  private static void answer(Kernel32 kernel32) {
    PipeEcho echo =
        new PipeEcho(
            kernel32,
            kernel32.createFile(
                PIPE,
                Win32.GENERIC_READ | Win32.GENERIC_WRITE,
                0,
                null,
                Win32.OPEN_EXISTING,
                Win32.FILE_FLAG_OVERLAPPED,
                null));
    try {
      while (true) {
        echo.read();
        echo.write();
      }
    } catch (Win32Exception e) {
      // The other side has measured enough.
    }
  }

  private void read() {
    require(kernel32.readFile(pipe, buffer.clear(), reading), reading);
  }

  private void write() {
    require(kernel32.writeFile(pipe, buffer.clear(), writing), writing);
  }

  private void require(IoResult started, Overlapped overlapped) {
    IoResult done =
        started.state() == IoState.PENDING
            ? kernel32.getOverlappedResult(pipe, overlapped, true)
            : started;
    if (done.bytes() != BYTES) {
      throw new AssertionError("moved " + done);
    }
  }
}
