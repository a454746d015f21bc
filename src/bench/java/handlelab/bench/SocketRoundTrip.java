package handlelab.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the simplest call of another JVM costs: a round trip over a Unix domain socket, both sides
 * blocking, 64 bytes there and 8 back.
 */
final class SocketRoundTrip {
  private static final int REQUEST_BYTES = 64;
  private static final int REPLY_BYTES = 8;

  private SocketRoundTrip() {}

  /**
   * @param arguments none, or for the other JVM the socket's path
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      answer(Path.of(arguments[0]));
    } else {
      Path folder = Files.createTempDirectory("handlelab-bench");
      Path socket = folder.resolve("socket");
      try {
        ask(socket);
      } finally {
        Files.deleteIfExists(socket);
        Files.delete(folder);
      }
    }
  }

  private static void ask(Path socket) throws Exception {
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      Process other = start(socket);
      try (SocketChannel channel = door.accept()) {
        ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
        ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES);
        Timing.measure(
            "round-trip",
            times -> {
              for (int i = 0; i < times; i++) {
                write(channel, request.clear());
                read(channel, reply.clear());
              }
            });
      }
      if (other.waitFor() != 0) {
        throw new IOException("the other JVM ended with exit code " + other.exitValue());
      }
    }
  }

  /** The other JVM, with the default options and this one's class path. */
  private static Process start(Path socket) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SocketRoundTrip.class.getName(),
            socket.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void answer(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_BYTES);
      ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES);
      while (true) {
        read(channel, request.clear());
        write(channel, reply.clear());
      }
    } catch (EOFException e) {
      // The other side has measured enough.
    }
  }

  private static void read(SocketChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException();
      }
    }
  }

  private static void write(SocketChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }
}
