package handlelab.backend;

import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server of the shared simulated kernel: accepts connections, each of which gets a thread, has
 * the registry look after what happens without a word, and ends when no process needs it any more.
 *
 * <p>{@link #run} is for one thread; {@link #changed} and {@link #closed} may be called by any.
 * Lock: {@code connections}.
 */
final class KernelServer {
  private static final int BACKLOG = 1024;

  /** What a look at connections that have said nothing yet may take to come. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long it leaves connections waiting after it could not accept one. */
  private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  final ServerLog log;
  final ProcessRegistry processes;

  private final long orphanNanos;
  private final RuntimeFolder folder;
  private final PathLock serverLock;
  private final ServerSocketChannel door;
  private final Object doorKey;
  private final Selector selector;
  private final Set<ClientConnection> connections = new HashSet<>();
  private long busyAt = System.nanoTime();

  /**
   * Listens on the folder's socket, which no other server does.
   *
   * @param serverLock held for as long as the server lives
   * @param kernel what it serves
   * @param orphanNanos how long it lives for suspended children whose creators have ended
   */
  KernelServer(
      RuntimeFolder folder,
      PathLock serverLock,
      ServerLog log,
      SimulatedKernel kernel,
      long orphanNanos)
      throws IOException {
    this.processes = new ProcessRegistry(kernel);
    this.orphanNanos = orphanNanos;
    this.folder = folder;
    this.serverLock = serverLock;
    this.log = log;
    if (folder.checkSocket()) {
      Files.delete(folder.socket());
    }
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(folder.socket()), BACKLOG);
    door.configureBlocking(false);
    doorKey = socketKey();
    selector = Selector.open();
    door.register(selector, SelectionKey.OP_ACCEPT);
  }

  private Object socketKey() throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(folder.socket(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.fileKey();
  }

  /** Serves until there has been no process for a while, and leaves nothing behind. */
  void run() throws IOException {
    long idleNanos;
    do {
      boolean isBusy = !processes.hasOnlyOrphans() || hasNewConnections();
      idleNanos = processes.isEmpty() ? ServerLimits.IDLE_NANOS : orphanNanos;
      long nanos = Math.min(processes.watch(), isBusy ? LONG_NANOS : ServerLimits.IDLE_NANOS);
      selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
      selector.selectedKeys().clear();
      boolean hasAccepted = acceptAll();
      if (isBusy || hasAccepted) {
        busyAt = System.nanoTime();
      }
    } while (System.nanoTime() - busyAt < idleNanos || !end());
  }

  /** Whether connections have yet to say what they are for; closes those that take too long. */
  private boolean hasNewConnections() {
    boolean hasSome = false;
    for (ClientConnection connection : connections()) {
      if (!connection.isGreeted()) {
        hasSome = true;
        if (System.nanoTime() - connection.startNanos > ServerLimits.HELLO_NANOS) {
          log.line("connection refused: it did not say what it is for");
          connection.close();
        }
      }
    }
    return hasSome;
  }

  private List<ClientConnection> connections() {
    synchronized (connections) {
      return List.copyOf(connections);
    }
  }

  private boolean acceptAll() {
    boolean hasAccepted = false;
    try {
      for (SocketChannel socket; (socket = door.accept()) != null; ) {
        hasAccepted = true;
        accept(socket);
      }
    } catch (IOException e) {
      log.line("cannot accept a connection: " + e.getMessage());
      LockSupport.parkNanos(BACK_OFF_NANOS);
    }
    return hasAccepted;
  }

  private void accept(SocketChannel socket) throws IOException {
    try {
      ClientConnection connection = new ClientConnection(socket, this);
      synchronized (connections) {
        if (connections.size() >= ServerLimits.MAX_CONNECTIONS) {
          throw new IOException("there are " + ServerLimits.MAX_CONNECTIONS);
        }
        connections.add(connection);
      }
      try {
        connection.start();
      } catch (Throwable e) {
        closed(connection);
        throw e;
      }
    } catch (IOException | OutOfMemoryError e) {
      log.line("connection refused: " + e.getMessage());
      socket.close();
    }
  }

  /** A connection has ended. */
  void closed(ClientConnection connection) {
    synchronized (connections) {
      connections.remove(connection);
    }
  }

  /** What there is to look after may have changed. */
  void changed() {
    selector.wakeup();
  }

  /**
   * Ends the server if no client comes: false if one does. The start lock keeps clients out that
   * would start another server; one that has connected in that moment finds the connection closed,
   * and tries again.
   */
  private boolean end() throws IOException {
    if (!isFolderOurs()) {
      log.line("the folder is gone or another server's; ending without cleaning");
      return true;
    }
    PathLock startLock = PathLock.tryAcquire(folder.startLock());
    if (startLock == null || acceptAll()) {
      if (startLock != null) {
        startLock.close();
      }
      busyAt = System.nanoTime();
      return false;
    }
    close(startLock);
    return true;
  }

  /** Cleans up where the system asks the server to end, unless a client is just starting one. */
  void endNow() {
    try {
      PathLock startLock = isFolderOurs() ? PathLock.tryAcquire(folder.startLock()) : null;
      if (startLock != null) {
        close(startLock);
      }
    } catch (IOException e) {
      log.line("what is left in the folder is for the next server to clean up: " + e);
    }
  }

  /** Closes the door and removes all files; the start lock is held until the process has ended. */
  private void close(PathLock startLock) throws IOException {
    door.close();
    Files.deleteIfExists(folder.socket());
    Files.deleteIfExists(folder.log());
    serverLock.delete();
    startLock.delete();
    folder.removeIfMade();
  }

  private boolean isFolderOurs() {
    try {
      return Objects.equals(doorKey, socketKey());
    } catch (IOException e) {
      return false;
    }
  }
}
