package handlelab.backend;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to the user's server, and starts it where none runs.
 *
 * <p>Nothing polls: who finds no server takes the start lock, looks again, starts one and waits for
 * its line "ready". All others wait for the lock and then find it running.
 */
final class ServerStart {
  static final String READY = "ready";

  /**
   * Ignored signals stay ignored over exec, and a JVM respects that: the keys that end or stop the
   * first user's program do not reach the server that it happened to start. The mask closes its
   * socket to others from the moment that it is there. The server is nobody's child: a JVM that
   * ends while a thread of it waits for a child's end takes 300 ms longer. Its one line goes
   * through the shell, because the JDK gives a child's output up when the child has ended.
   */
  private static final String DETACHED =
      "umask 077; trap '' INT HUP QUIT TSTP; "
          + "{ \"$@\" & } | { IFS= read -r line && printf '%s\\n' \"$line\"; }";

  /**
   * The serial collector needs the least memory and threads; no performance data, because they are
   * a file in the temporary folder that outlives a kill.
   */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms16m", "-Xshare:auto");

  /** Each try ends by a server that is there, or by another one's end in that very moment. */
  private static final int MAX_TRIES = 100;

  private ServerStart() {}

  /**
   * A connection to the folder's server, made by {@code opener}; a server is started where none
   * answers.
   *
   * @throws KernelUnavailableException where that is not possible
   */
  static <T> T connect(RuntimeFolder folder, Opener<T> opener) {
    IOException last = null;
    try {
      for (int i = 0; i < MAX_TRIES; i++) {
        try {
          return Uninterrupted.perform(new Connection<>(folder, opener));
        } catch (NoSuchFileException e) {
          // A server has ended and removed the folder meanwhile.
          last = e;
        }
      }
    } catch (IOException e) {
      last = e;
    }
    throw new KernelUnavailableException(
        "cannot start the shared simulated kernel in " + folder.path() + ": " + last, last);
  }

  /** What is to be done, as an object that is no lambda, which starts slowly. */
  private record Connection<T>(RuntimeFolder folder, Opener<T> opener)
      implements Uninterrupted.Work<T> {
    @Override
    public T perform() throws IOException {
      T connected = tryOpen(folder, opener);
      return connected != null ? connected : startAndOpen(folder, opener);
    }
  }

  /** Makes a connection of what a channel gives. */
  interface Opener<T> {
    /** Says hello; null where the server ended before it answered. */
    T open(SocketChannel channel) throws IOException;
  }

  /** A connection to a running server, or null where none runs. */
  static <T> T tryOpen(RuntimeFolder folder, Opener<T> opener) throws IOException {
    if (!folder.check() || !folder.checkSocket()) {
      return null;
    }
    SocketChannel channel = open();
    try {
      var unused = channel.connect(UnixDomainSocketAddress.of(folder.socket()));
    } catch (SocketException e) {
      // Nobody listens any more, or the socket has been removed just now.
      channel.close();
      return null;
    }
    T connected = null;
    try {
      PeerCheck.requireSameUser(channel);
      connected = opener.open(channel);
    } finally {
      if (connected == null) {
        channel.close();
      }
    }
    return connected;
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

  private static <T> T startAndOpen(RuntimeFolder folder, Opener<T> opener) throws IOException {
    folder.create();
    PathLock lock = PathLock.acquire(folder.startLock());
    try {
      for (int i = 0; i < MAX_TRIES; i++) {
        T connected = tryOpen(folder, opener);
        if (connected != null) {
          return connected;
        }
        start(folder);
      }
    } finally {
      lock.close();
    }
    throw new IOException("its server ended " + MAX_TRIES + " times right after its start");
  }

  /** Starts a server and waits until it listens, or has found another one that does. */
  private static void start(RuntimeFolder folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(folder));
    builder.directory(folder.path().toFile());
    builder.environment().remove(ChildStart.TOKEN_VARIABLE);
    builder.redirectInput(new File(isWindows() ? "NUL" : "/dev/null"));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    Process server = builder.start();
    // The first channel of a JVM takes as long as a third of the server's start.
    open().close();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("its server ended at once; " + logTail(folder));
      }
      if (!line.equals(READY)) {
        throw new IOException(line);
      }
    }
  }

  private static String logTail(RuntimeFolder folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.log());
    return folder.log()
        + (lines.isEmpty() ? " is empty" : " ends with: " + lines.get(lines.size() - 1));
  }

  private static List<String> command(RuntimeFolder folder) {
    List<String> command = new ArrayList<>();
    if (!isWindows()) {
      command.addAll(List.of("/bin/sh", "-c", DETACHED, "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    Class<?> main = SimulatedKernelServer.class;
    if (main.getModule().isNamed()) {
      command.add("--module-path");
      command.add(absolute(System.getProperty("jdk.module.path")));
      command.add("--module");
      command.add(main.getModule().getName() + "/" + main.getName());
    } else {
      command.add("-cp");
      command.add(absolute(System.getProperty("java.class.path")));
      command.add(main.getName());
    }
    command.add(folder.path().toString());
    return command;
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

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }
}
