package handlelab.backend;

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
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server's main thread: accepts connections, watches the life lines of all processes, keeps the
 * times, and ends the server when nobody needs it any more.
 *
 * <p>{@link #run} is its one thread; the other methods may be called from any.
 */
final class ServerLoop {
  private static final int BACKLOG = 1024;

  private final RuntimeFolder folder;
  private final PathLock serverLock;
  private final ServerLog log;
  private final ServerSocketChannel door;
  private final Object doorKey;
  private final Selector selector;
  private final ServerProcesses processes;
  private final AtomicInteger connections = new AtomicInteger();

  /** Connections that have not said what they are for, and until when they may. */
  private final Map<SocketChannel, Long> greeting = new ConcurrentHashMap<>();

  private final Queue<WatchedLine> newLines = new ConcurrentLinkedQueue<>();
  private final Map<ServerProcess, Long> kills = new ConcurrentHashMap<>();
  private long busyAt = System.nanoTime();

  /**
   * Listens on the folder's socket, which nobody else does.
   *
   * @param serverLock held for as long as the server lives
   */
  ServerLoop(RuntimeFolder folder, PathLock serverLock, ServerLog log) throws IOException {
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
    processes = new ServerProcesses(this);
  }

  private Object socketKey() throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(folder.socket(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.fileKey();
  }

  /** Serves until there has been no process for a while, and leaves nothing behind. */
  void run() throws IOException {
    do {
      selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosToNextTime()) + 1));
      selector.selectedKeys().forEach(this::attend);
      selector.selectedKeys().clear();
      for (WatchedLine line; (line = newLines.poll()) != null; ) {
        line.register(selector);
      }
      endSlowGreetings();
      killWhatDidNotHalt();
      processes.checkOrphans();
      if (!processes.isEmpty() || !greeting.isEmpty()) {
        busyAt = System.nanoTime();
      }
    } while (System.nanoTime() - busyAt < ServerLimits.IDLE_NANOS || !end());
  }

  private void attend(SelectionKey key) {
    if (key.attachment() instanceof WatchedLine line) {
      if (!line.read(log)) {
        key.cancel();
        closed(line.channel());
      }
    } else {
      acceptAll();
    }
  }

  private boolean acceptAll() {
    boolean hasAccepted = false;
    try {
      for (SocketChannel channel; (channel = door.accept()) != null; ) {
        hasAccepted = true;
        accept(channel);
      }
    } catch (IOException e) {
      log.line("cannot accept a connection: " + e.getMessage());
    }
    return hasAccepted;
  }

  private void accept(SocketChannel channel) {
    greeting.put(channel, System.nanoTime() + ServerLimits.HELLO_NANOS);
    if (connections.incrementAndGet() > ServerLimits.MAX_CONNECTIONS) {
      log.line("connection refused: there are " + ServerLimits.MAX_CONNECTIONS);
      closed(channel);
      return;
    }
    try {
      new ConnectionThread(channel, this, processes, log).start();
    } catch (OutOfMemoryError e) {
      log.line("connection refused: no thread for it");
      closed(channel);
    }
  }

  /** The connection has said what it is for. */
  void greeted(SocketChannel channel) {
    greeting.remove(channel);
  }

  /** Closes a connection that nobody uses any more. */
  void closed(SocketChannel channel) {
    greeting.remove(channel);
    connections.decrementAndGet();
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
    wakeUp();
  }

  /** From now on the process lives as long as this connection. */
  void watch(SocketChannel channel, ServerProcess process) {
    newLines.add(new WatchedLine(channel, process));
    wakeUp();
  }

  /** Kills the process's JVM if it has not halted within a time. */
  void killLater(ServerProcess process) {
    kills.put(process, System.nanoTime() + ServerLimits.HALT_NANOS);
    wakeUp();
  }

  void wakeUp() {
    selector.wakeup();
  }

  private long nanosToNextTime() {
    long now = System.nanoTime();
    long next = processes.isEmpty() ? busyAt + ServerLimits.IDLE_NANOS - now : Long.MAX_VALUE / 2;
    for (long deadline : greeting.values()) {
      next = Math.min(next, deadline - now);
    }
    for (long deadline : kills.values()) {
      next = Math.min(next, deadline - now);
    }
    return processes.hasOrphans() ? Math.min(next, ServerLimits.ORPHAN_NANOS) : next;
  }

  private void endSlowGreetings() {
    long now = System.nanoTime();
    greeting.forEach(
        (channel, deadline) -> {
          if (deadline - now <= 0) {
            log.line("connection refused: it did not say what it is for");
            greeting.remove(channel);
            try {
              // Its thread finds it closed, and tells.
              channel.close();
            } catch (IOException e) {
              // Nothing more can be done for it.
            }
          }
        });
  }

  private void killWhatDidNotHalt() {
    long now = System.nanoTime();
    Iterator<Map.Entry<ServerProcess, Long>> entries = kills.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<ServerProcess, Long> entry = entries.next();
      if (entry.getValue() - now <= 0) {
        entries.remove();
        entry.getKey().kill();
      }
    }
  }

  /**
   * Ends the server where nobody comes: false where somebody does. The start lock keeps those out
   * that would start another one; whoever has connected in that moment finds the connection closed,
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
    door.close();
    Files.deleteIfExists(folder.socket());
    Files.deleteIfExists(folder.log());
    serverLock.delete();
    startLock.delete();
    try {
      Files.delete(folder.path());
    } catch (IOException e) {
      // Somebody keeps something there, or has come for a new start.
    }
    return true;
  }

  private boolean isFolderOurs() {
    try {
      return Objects.equals(doorKey, socketKey());
    } catch (IOException e) {
      return false;
    }
  }
}
