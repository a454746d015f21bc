package handlelab.backend;

import handlelab.api.ProcessEndedException;
import handlelab.wire.ConnectionLostException;
import handlelab.wire.ConnectionSource;
import handlelab.wire.PollingChannel;
import handlelab.wire.WireConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * One process of the shared simulated kernel, as its own JVM holds it.
 *
 * <p>Each Java thread that makes calls has a connection of its own, so that one that waits holds up
 * nobody; connections of dead threads are swept when a new one is made. Lock: this object, for the
 * map of connections; it is not held while a connection is made.
 */
final class ClientProcess implements ConnectionSource {
  private static final String PEER = "the shared simulated kernel";

  private final RuntimeFolder folder;
  private final LifeLine lifeLine;
  private final int processId;
  private final String secret;

  /** Of this process: a JVM may hold several, and a thread has a connection in each. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<WireConnection> own = new ThreadLocal<>();

  private final Map<Thread, WireConnection> connections = new HashMap<>();
  private int lastNumber;
  private boolean isEnded;

  private ClientProcess(
      RuntimeFolder folder, SocketChannel channel, Handshake.Answer.Welcome told) {
    this.folder = folder;
    this.lifeLine = new LifeLine(channel);
    this.processId = told.processId();
    this.secret = told.secret();
  }

  /**
   * Starts a process on the folder's kernel, which is started where it does not run.
   *
   * @throws KernelUnavailableException where that fails, or the process that it should be has ended
   */
  static ClientProcess start(RuntimeFolder folder, Handshake.Hello.Join hello) {
    Greeted greeted = ServerStart.connect(folder, new Greeter(hello));
    if (greeted.answer() instanceof Handshake.Answer.Welcome welcome) {
      return new ClientProcess(folder, greeted.channel(), welcome);
    }
    greeted.close();
    throw new KernelUnavailableException(
        greeted.answer() instanceof Handshake.Answer.Refused refused
            ? refused.reason()
            : "this process was ended before it began, by its creator or with it");
  }

  // Named classes, not lambdas: short programs are to start fast, and a JVM's first lambda is slow.

  /** A connection on which hello was said, and the answer. */
  private record Greeted(SocketChannel channel, Handshake.Answer answer) {
    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing more can be done for it.
      }
    }
  }

  /** Says hello; has nothing where the server ended before it answered. */
  private record Greeter(Handshake.Hello hello) implements ServerStart.Opener<Greeted> {
    @Override
    public Greeted open(SocketChannel channel) throws IOException {
      try {
        Handshake.send(hello, channel);
        return new Greeted(channel, Handshake.receiveAnswer(channel));
      } catch (EOFException e) {
        return null;
      } catch (SocketException e) {
        // Reset: the server closed its door with this connection before it.
        return null;
      }
    }
  }

  /** Makes the calling thread's connection. */
  private final class Attachment implements Uninterrupted.Work<WireConnection> {
    @Override
    public WireConnection perform() throws IOException {
      var hello = new Handshake.Hello.Attach(secret, nextNumber());
      return keep(ServerStart.tryOpen(folder, new Greeter(hello)));
    }
  }

  int processId() {
    return processId;
  }

  RuntimeFolder folder() {
    return folder;
  }

  /** Whether the server has ended, and this process with it. */
  boolean isLost() {
    return lifeLine.isLost();
  }

  @Override
  public WireConnection connection() {
    WireConnection connection = own.get();
    if (connection == null || !connection.isOpen()) {
      connection = connect();
      own.set(connection);
    }
    return connection;
  }

  private WireConnection connect() {
    try {
      return Uninterrupted.perform(new Attachment());
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private synchronized int nextNumber() {
    if (isEnded) {
      throw new ProcessEndedException(processId);
    }
    return ++lastNumber;
  }

  private WireConnection keep(Greeted attached) throws IOException {
    if (attached == null) {
      throw lost(null);
    }
    if (!(attached.answer() instanceof Handshake.Answer.Welcome)) {
      attached.close();
      if (attached.answer() instanceof Handshake.Answer.Refused refused) {
        throw new ConnectionLostException(refused.reason(), null);
      }
      throw isLost() ? lost(null) : new ProcessEndedException(processId);
    }
    var connection = new WireConnection(new PollingChannel(attached.channel()), PEER);
    synchronized (this) {
      if (isEnded) {
        connection.close();
        throw new ProcessEndedException(processId);
      }
      sweep();
      WireConnection before = connections.put(Thread.currentThread(), connection);
      if (before != null) {
        before.close();
      }
    }
    return connection;
  }

  private static ConnectionLostException lost(IOException cause) {
    return new ConnectionLostException(PEER + " has ended, and this process with it", cause);
  }

  private void sweep() {
    Iterator<Map.Entry<Thread, WireConnection>> entries = connections.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Thread, WireConnection> entry = entries.next();
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
    lifeLine.end();
    synchronized (this) {
      connections.values().forEach(WireConnection::close);
      connections.clear();
    }
  }
}
