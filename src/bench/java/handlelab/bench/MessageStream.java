package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages of 64 bytes from one or more JVMs to this one over the shared simulated kernel, as fast
 * as they go: the nanoseconds from one message to the next.
 */
final class MessageStream {
  private static final String SLOT = "\\\\.\\mailslot\\bench-stream";
  private static final int BYTES = 64;
  private static final int MESSAGES = Timing.QUICK ? 1_000 : 60_000;
  private static final int WINDOWS = 5;

  /** Windows that only warm the JIT compilers up. */
  private static final int FIRST_WINDOWS = 2;

  private MessageStream() {}

  /**
   * @param arguments {@code senders-N}; or for a sender how many messages make a window
   */
  public static void main(String[] arguments) throws Exception {
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      if (arguments[0].startsWith("senders-")) {
        int senders = Integer.parseInt(arguments[0].substring("senders-".length()));
        Timing.print(arguments[0], receive(backend.kernel32(), senders));
      } else {
        send(backend.kernel32(), Integer.parseInt(arguments[0]));
      }
    }
  }

  private static double receive(Kernel32 kernel32, int count) throws Exception {
    Handle slot = kernel32.createMailslot(SLOT, 0, Win32.MAILSLOT_WAIT_FOREVER, null);
    int each = MESSAGES / count;
    List<OtherJvm> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      senders.add(OtherJvm.start(MessageStream.class, List.of(Integer.toString(each))));
    }
    for (OtherJvm sender : senders) {
      sender.expectLine("ready");
    }
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    double[] windows = new double[WINDOWS];
    for (int window = -FIRST_WINDOWS; window < WINDOWS; window++) {
      for (OtherJvm sender : senders) {
        sender.writeLine("go");
      }
      kernel32.readFile(slot, buffer.clear());
      long start = System.nanoTime();
      for (int i = 1; i < each * count; i++) {
        kernel32.readFile(slot, buffer.clear());
      }
      if (window >= 0) {
        windows[window] = (double) (System.nanoTime() - start) / (each * count - 1);
      }
    }
    for (OtherJvm sender : senders) {
      sender.waitFor();
    }
    return Timing.median(windows);
  }

  /** Sends a window for each line of standard input. */
  private static void send(Kernel32 kernel32, int messages) throws IOException {
    Handle client =
        kernel32.createFile(
            SLOT, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
    ByteBuffer message = ByteBuffer.allocate(BYTES);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("ready");
    while (orders.readLine() != null) {
      for (int i = 0; i < messages; i++) {
        kernel32.writeFile(client, message.clear());
      }
    }
  }
}
