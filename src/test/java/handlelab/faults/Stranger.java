package handlelab.faults;

import handlelab.wire.Message;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The program that another user runs to get in: {@code Stranger KIND PATH}. It prints what it got
 * to see, in one line that starts with {@code refused} or {@code in}.
 */
final class Stranger {
  /** What is told where a server accepted the connection and ended it without a word. */
  static final String HUNG_UP = "refused: the server hung up";

  private Stranger() {}

  /**
   * Tries.
   *
   * @param arguments a {@link Try} in lower case, and the folder or socket to try it on
   */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    try {
      String got =
          switch (Try.valueOf(arguments[0].toUpperCase(Locale.ROOT))) {
            case CONNECT -> connect(path);
            case LISTEN -> listen(path);
          };
      System.out.println(got);
    } catch (IOException e) {
      System.out.println("refused: " + e);
    }
  }

  /** What it tries. */
  enum Try {
    CONNECT,
    LISTEN
  }

  /** Says hello as a thread of some process would, with a guessed secret. */
  private static String connect(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return speak(channel);
    }
  }

  private static String speak(SocketChannel channel) {
    try {
      new Message().begin().put("0123456789abcdef0123456789abcdef").send(channel);
      int read = channel.read(ByteBuffer.allocate(100));
      return read < 0 ? HUNG_UP : "in: " + read + " bytes";
    } catch (IOException e) {
      // Reset: it did not even read.
      return HUNG_UP;
    }
  }

  /** Stands in for the server until its input ends. */
  private static String listen(Path socket) throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      System.out.println("listening");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Its end is told by its input's end.
      }
      return "in";
    }
  }
}
