package handlelab.backend;

import handlelab.wire.SpinningChannel;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to the user's server, and starts it if none runs.
 *
 * <p>A client that finds no server takes the start lock, looks again, starts one and waits for its
 * line. All others wait for the lock and then find it running. All of it is done within a {@link
 * ServerTimeout}.
 */
final class ServerStart {
  /** What the server's one line starts with: other lines may come from options of its JVM. */
  static final String LINE = "handlelab server: ";

  static final String READY = LINE + "ready";

  /**
   * The server is in a session of its own, so that no signal to its first user's process group and
   * no end of a terminal reaches it; macOS has no {@code setsid}, but Perl. Ignored signals stay
   * ignored over exec, for a system that has neither. The mask closes its socket to others from the
   * moment that it is there. The server is not a child of this JVM, which would take 300 ms longer
   * to end if a thread of it waited for the end of one. Its line goes through the shell, because
   * the JDK gives a child's output up when the child has ended.
   */
  private static final String DETACHED =
      "umask 077; trap '' INT HUP QUIT TSTP; "
          + "if command -v setsid >/dev/null 2>&1; then set -- setsid \"$@\"; "
          + "elif command -v perl >/dev/null 2>&1; then "
          + "set -- perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV' \"$@\"; fi; "
          + "{ \"$@\" & } | while IFS= read -r line; do case $line in \""
          + LINE
          + "\"*) printf '%s\\n' \"$line\"; break;; esac; done";

  /**
   * The serial collector needs the least memory and threads; no performance data, because they are
   * a file in the temporary folder that outlives a kill.
   */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms16m", "-Xshare:auto");

  /**
   * HotSpot touches so many pages of each thread's stack beyond what is used, 20 of them for the
   * sake of {@code java.net}'s streams; on x86-64 it takes 10, too, which saves a third of what a
   * connection costs.
   */
  private static final String FEWER_PAGES = "-XX:StackShadowPages=10";

  /** Options for the user's programs are not for the server: a debugger's port is taken already. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private ServerStart() {}

  /** A connection on which hello was said, and the answer. */
  record Greeted(SpinningChannel channel, Handshake.Answer answer) {
    /** The socket, for another use. */
    SocketChannel detach() {
      try {
        return channel.detach();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing more can be done for it.
      }
    }
  }

  /**
   * Says hello to the folder's server, which is started if none answers.
   *
   * @throws KernelUnavailableException if that is not possible
   */
  static Greeted connect(RuntimeFolder folder, Handshake.Hello hello) {
    IOException last;
    try (ServerTimeout timeout = new ServerTimeout(folder)) {
      try {
        while (true) {
          Greeted greeted = tryConnect(folder, hello, timeout, timeout);
          if (greeted == null) {
            greeted = startAndConnect(folder, hello, timeout);
          }
          if (greeted != null) {
            return greeted;
          }
        }
      } catch (IOException e) {
        last = e;
      }
    }
    boolean isTimeout = last instanceof SocketTimeoutException;
    throw new KernelUnavailableException(
        (isTimeout ? "cannot reach" : "cannot start")
            + " the shared simulated kernel in "
            + folder.path()
            + ": "
            + (isTimeout ? last.getMessage() : last),
        last);
  }

  /**
   * Says hello to a running server; null if none runs, or it ended before it answered.
   *
   * @param owner what the connection's reader does beside waiting
   */
  static Greeted tryConnect(
      RuntimeFolder folder,
      Handshake.Hello hello,
      SpinningChannel.Owner owner,
      ServerTimeout timeout)
      throws IOException {
    SocketChannel socket = tryOpen(folder, timeout);
    if (socket == null) {
      return null;
    }
    Greeted greeted = null;
    SpinningChannel channel = null;
    try {
      PeerCheck.requireSameUser(socket);
      channel = new SpinningChannel(socket, owner);
      Handshake.send(hello, channel);
      greeted = new Greeted(channel, Handshake.receiveAnswer(channel));
    } catch (EOFException | SocketException e) {
      // It has ended, or closed its door with this connection before it.
    } finally {
      if (greeted == null) {
        socket.close();
        if (channel != null) {
          channel.close();
        }
      }
    }
    return greeted;
  }

  /** A connected socket; null if nothing listens. */
  private static SocketChannel tryOpen(RuntimeFolder folder, ServerTimeout timeout)
      throws IOException {
    while (folder.check() && folder.checkSocket()) {
      SocketChannel socket = open();
      boolean isConnected = false;
      try {
        socket.configureBlocking(false);
        isConnected = socket.connect(UnixDomainSocketAddress.of(folder.socket()));
        if (isConnected) {
          return socket;
        }
      } catch (SocketException e) {
        // Nothing listens any more, or the socket has been removed just now.
        return null;
      } finally {
        if (!isConnected) {
          socket.close();
        }
      }
      timeout.pause("its server takes no connections; it may be stopped");
    }
    return null;
  }

  private static SocketChannel open() throws IOException {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new KernelUnavailableException(
          "the shared simulated kernel needs Unix domain sockets, which this system does not have",
          e);
    }
  }

  /** Null if a server has removed the folder meanwhile, or has ended right after its start. */
  private static Greeted startAndConnect(
      RuntimeFolder folder, Handshake.Hello hello, ServerTimeout timeout) throws IOException {
    try {
      folder.create();
      PathLock lock = PathLock.acquire(folder.startLock(), timeout);
      try {
        Greeted greeted = tryConnect(folder, hello, timeout, timeout);
        if (greeted == null) {
          timeout.check("its server ends right after its start");
          start(folder, timeout);
          greeted = tryConnect(folder, hello, timeout, timeout);
        }
        return greeted;
      } finally {
        lock.close();
      }
    } catch (NoSuchFileException e) {
      timeout.pause("its folder disappears again and again");
      return null;
    }
  }

  /** Starts a server and waits until it listens, or has found another one that does. */
  private static void start(RuntimeFolder folder, ServerTimeout timeout) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(folder));
    // Windows deletes no folder that a process runs in.
    builder.directory((isWindows() ? folder.path().getParent() : folder.path()).toFile());
    builder.environment().remove(ChildStart.TOKEN_VARIABLE);
    builder.environment().keySet().removeAll(OPTION_VARIABLES);
    if (Files.exists(folder.log()) && Files.size(folder.log()) > 0) {
      // The last server did not end in good order.
      Files.move(folder.log(), folder.crashLog(), StandardCopyOption.REPLACE_EXISTING);
    }
    builder.redirectInput(new File(isWindows() ? "NUL" : "/dev/null"));
    builder.redirectError(
        isWindows()
            ? ProcessBuilder.Redirect.DISCARD // the server opens its log itself, see there
            : ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    Process server = builder.start();
    // The first channel of a JVM takes as long as a third of the server's start.
    open().close();
    try (InputStream in = server.getInputStream()) {
      String line = readLine(in, server, timeout);
      if (line.isEmpty()) {
        throw new IOException("its server ended at once; " + logTail(folder));
      }
      if (!line.equals(READY)) {
        throw new IOException(line.substring(LINE.length()));
      }
    }
  }

  /** The line that the server prints; empty if it ends without. */
  private static String readLine(InputStream in, Process server, ServerTimeout timeout)
      throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      boolean isAlive = server.isAlive();
      for (int left = in.available(); left > 0; left--) {
        int next = in.read();
        if (next == '\n') {
          return line.toString();
        }
        line.append((char) next);
      }
      if (!isAlive) {
        return "";
      }
      timeout.pause("its server does not get ready");
    }
  }

  private static String logTail(RuntimeFolder folder) throws IOException {
    if (!Files.exists(folder.log())) {
      return "it left no log";
    }
    List<String> lines = Files.readAllLines(folder.log(), StandardCharsets.ISO_8859_1);
    return folder.log()
        + (lines.isEmpty() ? " is empty" : " ends with: " + lines.get(lines.size() - 1));
  }

  private static List<String> command(RuntimeFolder folder) throws IOException {
    List<String> command = new ArrayList<>();
    if (!isWindows()) {
      command.addAll(List.of("/bin/sh", "-c", DETACHED, "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    if (!isWindows() && System.getProperty("os.arch").equals("amd64")) {
      command.add(FEWER_PAGES);
    }
    Integer idleMillis = Integer.getInteger(ServerLimits.IDLE_PROPERTY);
    if (idleMillis != null) {
      command.add("-D" + ServerLimits.IDLE_PROPERTY + "=" + idleMillis);
    }
    Class<?> main = SimulatedKernelServer.class;
    if (main.getModule().isNamed()) {
      command.add("--module-path");
      command.add(absolute(System.getProperty("jdk.module.path")));
      command.add("--module");
      command.add(main.getModule().getName() + "/" + main.getName());
    } else {
      command.add("-cp");
      command.add(codeOf(main).toString());
      command.add(main.getName());
    }
    command.add(folder.path().toString());
    return command;
  }

  /** Not this JVM's class path: it may load this class otherwise, as the agent does. */
  private static Path codeOf(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** The server runs in another folder than its first user. */
  private static String absolute(String searchPath) {
    StringBuilder absolute = new StringBuilder();
    for (String entry : searchPath.split(File.pathSeparator, -1)) {
      if (absolute.length() > 0) {
        absolute.append(File.pathSeparator);
      }
      absolute.append(Path.of(entry).toAbsolutePath());
    }
    return absolute.toString();
  }

  static boolean isWindows() {
    return File.separatorChar == '\\';
  }
}
