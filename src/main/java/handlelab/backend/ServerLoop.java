package handlelab.backend;

import handlelab.wire.FrameBudget;
import handlelab.wire.FrameWriter;
import handlelab.wire.Looking;
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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * The server's one thread: accepts connections, serves them all, keeps the times, and ends the
 * server when nobody needs it any more.
 *
 * <p>Nothing in it waits but for the selector. A call that waits is kept by its connection, and
 * tried again when the kernel says that something has changed, or when its time is over.
 */
final class ServerLoop {
  private static final int BACKLOG = 1024;
  private static final int TURNS_FOR_ALL = 4;

  final ServerLog log;
  final ServerProcesses processes;
  final FrameBudget frameBudget;

  /** For whatever is sent: the sockets take it, or the connection keeps a copy. */
  final FrameWriter writer = new FrameWriter();

  /** The process whose request is being answered, or null. */
  ServerProcess serving;

  /** How many connections have not said what they are for. */
  int greetings;

  /** How many connections there are in all. */
  int connections;

  private final RuntimeFolder folder;
  private final PathLock serverLock;
  private final ServerSocketChannel door;
  private final Object doorKey;
  private final Selector selector;

  /** Connections whose calls are worth another try. */
  private final Queue<ServerConnection> changed = new ArrayDeque<>();

  /** At most one for each connection, and none for one that is closed. */
  private final TreeSet<Alarm> alarms = new TreeSet<>();

  private final Map<ServerProcess, Long> kills = new HashMap<>();
  private long alarmsSet;
  private long busyAt = System.nanoTime();
  private long orphansAt;

  /** Looks for work before it sleeps, since work seldom comes alone. */
  private final Looking looking = new Looking();

  private final AtWork atWork = new AtWork();

  private int turns;

  /** A time at which to look at a connection; the number tells those of the same time apart. */
  record Alarm(long atNanos, long number, ServerConnection connection)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(atNanos - other.atNanos, 0);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * Listens on the folder's socket, which nobody else does.
   *
   * @param serverLock held for as long as the server lives
   */
  ServerLoop(RuntimeFolder folder, PathLock serverLock, ServerLog log) throws IOException {
    this(folder, serverLock, log, ProcessHandle::of, new FrameBudget(ServerLimits.FRAME_BYTES));
  }

  /**
   * As above, on another host.
   *
   * @param hosts finds a process of the host by its id
   * @param frameBudget what all large requests and replies may take
   */
  ServerLoop(
      RuntimeFolder folder,
      PathLock serverLock,
      ServerLog log,
      LongFunction<Optional<ProcessHandle>> hosts,
      FrameBudget frameBudget)
      throws IOException {
    this.folder = folder;
    this.serverLock = serverLock;
    this.log = log;
    this.frameBudget = frameBudget;
    if (folder.checkSocket()) {
      Files.delete(folder.socket());
    }
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(folder.socket()), BACKLOG);
    door.configureBlocking(false);
    doorKey = socketKey();
    selector = Selector.open();
    door.register(selector, SelectionKey.OP_ACCEPT);
    processes = new ServerProcesses(this, hosts);
  }

  private Object socketKey() throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(folder.socket(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.fileKey();
  }

  /** Serves until there has been no process for a while, and leaves nothing behind. */
  void run() throws IOException {
    do {
      turn();
    } while (System.nanoTime() - busyAt < ServerLimits.IDLE_NANOS || !end());
  }

  /** Waits until there is something to do, and does that. */
  private void turn() throws IOException {
    awaitWork();
    doWhatIsDue();
  }

  /** Does what there is to do now; how many connections had something. */
  int turnNow() throws IOException {
    int ready = selector.selectNow(this::attend);
    doWhatIsDue();
    return ready;
  }

  private void doWhatIsDue() {
    long now = System.nanoTime();
    atWork.timeIs(now);
    ringAlarms(now);
    retryChanged();
    killWhatDidNotHalt(now);
    if (processes.hasOrphans() && orphansAt - now <= 0) {
      orphansAt = now + ServerLimits.ORPHAN_NANOS;
      processes.checkOrphans();
    }
    if (!processes.isEmpty() || greetings > 0) {
      busyAt = now;
    }
  }

  /** Attends to what is ready; sleeps until something is, or a time has come. */
  private void awaitWork() throws IOException {
    if (!Looking.hasRoomBeside(1) || !looking.begins() || !look()) {
      selector.select(this::attend, TimeUnit.NANOSECONDS.toMillis(nanosToNextTime()) + 1);
    }
  }

  /** Attends to what comes within a short while; false where nothing does. */
  private boolean look() throws IOException {
    long start = System.nanoTime();
    do {
      if (attendNow()) {
        looking.found();
        return true;
      }
      Looking.pause();
    } while (System.nanoTime() - start < Looking.NANOS);
    looking.wasInVain();
    return false;
  }

  /**
   * Attends to what is ready, if anything is. Where only one connection is at work, most turns ask
   * that one alone, which is a system call less; the others have every fourth turn.
   */
  private boolean attendNow() throws IOException {
    ServerConnection only = atWork.only();
    turns++;
    if (only == null || turns % TURNS_FOR_ALL == 0) {
      return selector.selectNow(this::attend) > 0;
    }
    if (!only.poll()) {
      return false;
    }
    if (!only.isClosed()) {
      atWork.add(only);
    }
    retryChanged();
    return true;
  }

  /** Whether a client that waits for its next answer leaves a processor to each that is at work. */
  boolean mayClientsLook() {
    return Looking.hasRoomBeside(atWork.count());
  }

  private void attend(SelectionKey key) {
    if (key.attachment() instanceof ServerConnection connection) {
      if (key.isValid()) {
        atWork.add(connection);
        connection.attend();
        retryChanged();
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

  private void accept(SocketChannel channel) throws IOException {
    if (connections >= ServerLimits.MAX_CONNECTIONS) {
      log.line("connection refused: there are " + ServerLimits.MAX_CONNECTIONS);
      channel.close();
      return;
    }
    connections++;
    channel.configureBlocking(false);
    ServerConnection connection = new ServerConnection(channel, this);
    connection.begin(
        channel.register(selector, SelectionKey.OP_READ, connection),
        new Greeting(connection, this));
  }

  /** One connection less; whatever time it waited for is of no interest any more. */
  void closed(ServerConnection connection) {
    connections--;
    if (connection.alarm != null) {
      alarms.remove(connection.alarm);
      connection.alarm = null;
    }
    atWork.remove(connection);
  }

  /** Sends what fits into any socket's buffer. */
  void send(Handshake.Answer answer, ServerConnection connection) throws IOException {
    Handshake.send(answer, writer, connection.channel);
  }

  /** Has a connection tried again once the call at hand is done. */
  void retryLater(ServerConnection connection) {
    if (!connection.isChanged) {
      connection.isChanged = true;
      changed.add(connection);
    }
  }

  private void retryChanged() {
    for (ServerConnection connection; (connection = changed.poll()) != null; ) {
      connection.retry();
    }
  }

  /** Looks at the connection after that time, or earlier where it has an earlier alarm. */
  void setAlarm(ServerConnection connection, long nanos) {
    if (nanos == Role.FOR_EVER) {
      return;
    }
    long at = System.nanoTime() + nanos;
    if (connection.alarm != null) {
      if (at - connection.alarm.atNanos() >= 0) {
        return;
      }
      alarms.remove(connection.alarm);
    }
    alarmsSet++;
    connection.alarm = new Alarm(at, alarmsSet, connection);
    alarms.add(connection.alarm);
  }

  private void ringAlarms(long now) {
    while (!alarms.isEmpty() && alarms.first().atNanos() - now <= 0) {
      ServerConnection connection = alarms.pollFirst().connection();
      connection.alarm = null;
      connection.alarm();
    }
  }

  /** Kills the process's JVM if it has not halted within a time. */
  void killLater(ServerProcess process) {
    kills.put(process, System.nanoTime() + ServerLimits.HALT_NANOS);
  }

  private long nanosToNextTime() {
    long now = System.nanoTime();
    long next = processes.isEmpty() ? busyAt + ServerLimits.IDLE_NANOS - now : Long.MAX_VALUE / 2;
    if (!alarms.isEmpty()) {
      next = Math.min(next, alarms.first().atNanos() - now);
    }
    for (long deadline : kills.values()) {
      next = Math.min(next, deadline - now);
    }
    if (processes.hasOrphans()) {
      next = Math.min(next, orphansAt - now);
    }
    return Math.max(0, next);
  }

  private void killWhatDidNotHalt(long now) {
    if (kills.isEmpty()) {
      return;
    }
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
    try {
      Files.delete(folder.path());
    } catch (IOException e) {
      // Somebody keeps something there, or has come for a new start.
    }
  }

  private boolean isFolderOurs() {
    try {
      return Objects.equals(doorKey, socketKey());
    } catch (IOException e) {
      return false;
    }
  }
}
