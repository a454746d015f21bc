package handlelab.cli;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Knows nothing of handlelab, and calls no kernel32. Leaks files and sockets of the JDK, or none.
 */
@SuppressWarnings({"StreamResourceLeak", "DefaultCharset"}) // that is what it is for
final class JdkProgram {
  /** What is reachable is closed by no cleaner. */
  private static final List<AutoCloseable> KEPT = new ArrayList<>();

  private JdkProgram() {}

  /**
   * Does what the words say: leak, clean, children, children-kept, wait (for a line of standard
   * input).
   *
   * @param words the first is a file to open
   */
  public static void main(String[] words) throws Exception {
    Path file = Path.of(words[0]);
    for (String word : List.of(words).subList(1, words.length)) {
      switch (word) {
        case "leak" -> leak(file);
        case "clean" -> clean(file);
        case "children" -> children(false);
        case "children-kept" -> children(true);
        case "wait" -> {
          System.out.println("ready");
          while (System.in.read() >= ' ') {}
        }
        default -> throw new IllegalArgumentException(word);
      }
    }
  }

  private static void leak(Path file) throws IOException {
    for (int i = 0; i < 4; i++) {
      KEPT.add(new FileInputStream(file.toFile()));
    }
    for (int i = 0; i < 3; i++) {
      KEPT.add(FileChannel.open(file));
    }
    for (int i = 0; i < 2; i++) {
      KEPT.add(Files.newInputStream(file));
    }
    Stream.of(file, file, file, file, file).map(JdkProgram::lines).forEach(KEPT::add);
    for (int i = 0; i < 6; i++) {
      KEPT.add(new RandomAccessFile(file.toFile(), "r"));
    }
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 3; i++) {
        KEPT.add(new Socket(server.getInetAddress(), server.getLocalPort()));
        KEPT.add(server.accept());
      }
    }
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(any)) {
      for (int i = 0; i < 2; i++) {
        KEPT.add(SocketChannel.open(server.getLocalAddress()));
        KEPT.add(server.accept());
      }
    }
    for (int i = 0; i < 2; i++) {
      KEPT.add(new DatagramSocket());
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.lines(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes everything in some way, or leaves it to the JDK. */
  private static void clean(Path file) throws Exception {
    Path target = Files.createTempFile("handlelab", ".jdk");
    Logger.getLogger("x").fine("a logger opens its configuration");
    for (int i = 0; i < 3; i++) {
      FileInputStream in = new FileInputStream(file.toFile());
      RandomAccessFile random = new RandomAccessFile(target.toFile(), "rw");
      close(
          in.getChannel(),
          in,
          random.getChannel(),
          random,
          new FileOutputStream(target.toFile()),
          FileChannel.open(file, StandardOpenOption.READ),
          new Scanner(file),
          new FileReader(file.toFile()),
          Files.lines(file));
      // Closes the file through a channel, and through a stream of the channel.
      new FileInputStream(file.toFile()).getChannel().close();
      Channels.newInputStream(FileChannel.open(file)).close();
      Files.readString(file);
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      // The collector closes this one.
      new FileInputStream(file.toFile()).read();
      new SecureRandom().generateSeed(4);
      JdkProgram.class.getResource("JdkProgram.class").openStream().close();
      sockets();
    }
    loaders(target);
    KEPT.add(Selector.open());
    KEPT.add(Selector.open());
    Files.delete(target);
  }

  private static void close(AutoCloseable... opened) throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private static void sockets() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(any);
        SocketChannel client = SocketChannel.open(server.getLocalAddress());
        SocketChannel accepted = server.accept();
        DatagramChannel datagrams = DatagramChannel.open(StandardProtocolFamily.INET).bind(any);
        Selector selector = Selector.open();
        DatagramSocket socket = new DatagramSocket()) {
      accepted.configureBlocking(false);
      accepted.register(selector, 0);
      client.getRemoteAddress();
      socket.connect(datagrams.getLocalAddress());
    }
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      accepted.getOutputStream().close();
      client.getInputStream().read();
    }
    try {
      new Socket(InetAddress.getLoopbackAddress(), 1).close();
      throw new IllegalStateException("port 1 is in use");
    } catch (IOException e) {
      // Nothing listens there; the JDK closes the socket.
      return;
    }
  }

  /** Class loaders and zip files: jars that the JDK opens for itself, and one that is closed. */
  private static void loaders(Path target) throws Exception {
    Path jar = Path.of(target + ".jar");
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.writeString(zip.getPath("x"), "x");
    }
    URL[] urls = {jar.toUri().toURL()};
    for (int i = 0; i < 3; i++) {
      URLClassLoader loader = new URLClassLoader(urls);
      loader.getResourceAsStream("x").close();
      KEPT.add(loader);
    }
    jar.toFile().deleteOnExit();
  }

  /**
   * Children that end, and whose pipes are left to the JDK; it closes them at once but on Windows.
   */
  private static void children(boolean areKept) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (int i = 0; i < 3; i++) {
      Process process = new ProcessBuilder(java, "-Xshare:auto", "-version").start();
      process.waitFor();
      if (areKept) {
        KEPT.add(process::destroy);
      }
    }
  }
}
