package handlelab.backend;

import handlelab.api.ProcessEndedException;
import handlelab.wire.Connection;
import handlelab.wire.ConnectionLostException;
import handlelab.wire.RemoteKernel32;
import handlelab.wire.SpinningChannel;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * One process of the shared simulated kernel, as its own JVM holds it: a control connection, and a
 * connection for each Java thread that makes calls, so that one that waits holds up no other.
 *
 * <p>Connections of dead threads are closed, so that the kernel knows of their end: it abandons
 * their mutexes. Lock: this object, for the map of connections; it is not held while a connection
 * is made.
 */
final class ClientProcess implements RemoteKernel32.Source {
  private static final String PEER = "the shared simulated kernel";

  /** Java tells no listener of a thread's end, so it is looked for. */
  private static final long DEAD_THREADS_MILLIS = 100;

  private final RuntimeFolder folder;
  private final ControlConnection control;
  private final int processId;
  private final String secret;

  /**
   * Of this process: a JVM may hold several, and a thread has a connection in each. Weak, or a
   * thread that lives on would keep each process whose calls it has made.
   */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<WeakReference<Connection>> own = new ThreadLocal<>();

  private final Map<Thread, Connection> connections = new HashMap<>();
  private int lastNumber;
  private boolean isEnded;

  /** Whether a thread looks for dead ones; it does while several have connections. */
  private boolean isReaping;

  private ClientProcess(
      RuntimeFolder folder, ControlConnection control, Handshake.Answer.Welcome welcome) {
    this.folder = folder;
    this.control = control;
    this.processId = welcome.processId();
    this.secret = welcome.secret();
  }

  /**
   * Starts a process on the folder's kernel, which is started if it does not run.
   *
   * @throws KernelUnavailableException if that fails, or the process that it should be has ended
   */
  static ClientProcess start(RuntimeFolder folder, Handshake.Hello.Join hello) {
    ServerStart.Greeted greeted = ServerStart.connect(folder, hello);
    if (greeted.answer() instanceof Handshake.Answer.Welcome welcome) {
      return new ClientProcess(folder, new ControlConnection(folder, greeted.detach()), welcome);
    }
    greeted.close();
    throw new KernelUnavailableException(
        greeted.answer() instanceof Handshake.Answer.Refused refused
            ? refused.reason()
            : "this process was ended before it began, by its creator or with it");
  }

  int processId() {
    return processId;
  }

  RuntimeFolder folder() {
    return folder;
  }

  ControlConnection control() {
    return control;
  }

  @Override
  public Connection connection() {
    WeakReference<Connection> known = own.get();
    Connection connection = known == null ? null : known.get();
    if (connection == null || !connection.isOpen()) {
      connection = connect();
      own.set(new WeakReference<>(connection));
    }
    return connection;
  }

  private Connection connect() {
    Connection connection = connectAs(processId, secret, nextNumber());
    keep(connection);
    return connection;
  }

  /**
   * A connection for calls as this process, or as a child of it.
   *
   * @param ownerSecret this process's secret, or the child's token
   * @param number not used before by a thread of the owner
   * @throws ProcessEndedException if the owner has ended
   * @throws ConnectionLostException if it cannot be made
   */
  Connection connectAs(int ownerId, String ownerSecret, int number) {
    var owner = new CallingThread(number);
    try (ServerTimeout timeout = new ServerTimeout(folder)) {
      var hello = new Handshake.Hello.Attach(ownerSecret, number);
      ServerStart.Greeted greeted = ServerStart.tryConnect(folder, hello, owner, timeout);
      if (greeted == null) {
        throw new IOException("it does not listen, or has closed the connection");
      }
      checkWelcome(greeted, ownerId);
      owner.connection = new Connection(greeted.channel(), PEER);
      return owner.connection;
    } catch (IOException e) {
      if (control.isLost()) {
        throw lost(e);
      }
      throw new ConnectionLostException("cannot connect to " + PEER + ": " + e.getMessage(), e);
    }
  }

  private synchronized int nextNumber() {
    if (isEnded) {
      throw new ProcessEndedException(processId);
    }
    return ++lastNumber;
  }

  private void checkWelcome(ServerStart.Greeted greeted, int ownerId) {
    if (!(greeted.answer() instanceof Handshake.Answer.Welcome)) {
      greeted.close();
      if (greeted.answer() instanceof Handshake.Answer.Refused refused) {
        throw new ConnectionLostException(refused.reason(), null);
      }
      throw control.isLost() ? lost(null) : new ProcessEndedException(ownerId);
    }
  }

  private synchronized void keep(Connection connection) {
    if (isEnded) {
      connection.close();
      throw new ProcessEndedException(processId);
    }
    closeConnectionsOfDeadThreads();
    Connection before = connections.put(Thread.currentThread(), connection);
    if (before != null) {
      before.close();
    }
    if (connections.size() > 1 && !isReaping) {
      isReaping = true;
      var reaper = new Thread(this::reap, "handlelab dead threads of process " + processId);
      reaper.setDaemon(true);
      reaper.start();
    }
  }

  private synchronized void reap() {
    while (connections.size() > 1) {
      try {
        wait(DEAD_THREADS_MILLIS);
      } catch (InterruptedException e) {
        break;
      }
      closeConnectionsOfDeadThreads();
    }
    isReaping = false;
  }

  private static ConnectionLostException lost(IOException cause) {
    return new ConnectionLostException(PEER + " has ended, and this process with it", cause);
  }

  private void closeConnectionsOfDeadThreads() {
    Iterator<Map.Entry<Thread, Connection>> entries = connections.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Thread, Connection> entry = entries.next();
      if (!entry.getKey().isAlive()) {
        entry.getValue().close();
        entries.remove();
      }
    }
  }

  /** Whether {@link #end} was called. */
  synchronized boolean hasEndedItself() {
    return isEnded;
  }

  /** Ends the process; a call under way in another thread fails. Ending twice is harmless. */
  void end() {
    synchronized (this) {
      if (isEnded) {
        return;
      }
      isEnded = true;
    }
    control.close();
    synchronized (this) {
      connections.values().forEach(Connection::close);
      connections.clear();
      notifyAll();
    }
  }

  /** A thread that waits for the reply of a call. */
  private final class CallingThread implements SpinningChannel.Owner {
    final int number;
    Connection connection;

    CallingThread(int number) {
      this.number = number;
    }

    @Override
    public void interrupted() {
      if (connection != null) {
        control.cancel(number, connection.calls());
      }
    }

    @Override
    public void checkPeer() throws IOException {
      control.requireAnswer();
    }

    /** The server may still be in a call of a connection that is broken at this end only. */
    @Override
    public void broken() {
      control.drop(number);
    }
  }
}
