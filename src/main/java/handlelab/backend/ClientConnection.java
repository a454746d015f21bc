package handlelab.backend;

import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.wire.ChildRequest;
import handlelab.wire.MalformedFrameException;
import handlelab.wire.Message;
import handlelab.wire.Session;
import handlelab.wire.SpinningChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection of the server, which is a thread: it says what it is for, and is then a process's
 * control connection, or stands for one thread of a process and makes that thread's calls.
 */
final class ClientConnection extends Thread implements Session.ChildHost {
  /** A stack for the deepest call; what is not used takes no memory. */
  private static final long STACK_BYTES = 256 << 10;

  private final KernelServer server;
  private final ProcessRegistry processes;
  private final SocketChannel socket;
  private final SpinningChannel channel;
  private final Message in = new Message();

  /** When it connected. */
  final long startNanos = System.nanoTime();

  /** Whether it has said what it is for. */
  private volatile boolean isGreeted;

  /** Whose thread makes calls here; used by this thread. */
  private ServerProcess process;

  private volatile Session session;

  ClientConnection(SocketChannel socket, KernelServer server) {
    super(null, null, "connection", STACK_BYTES);
    setDaemon(true);
    this.server = server;
    this.processes = server.processes;
    this.socket = socket;
    this.channel = new SpinningChannel(socket);
  }

  /** Whether the current thread makes a call of {@code process}. */
  static boolean isCalledBy(ServerProcess process) {
    return Thread.currentThread() instanceof ClientConnection connection
        && connection.process == process;
  }

  boolean isGreeted() {
    return isGreeted;
  }

  /** Whatever goes wrong with one connection ends that one, and no other. */
  @Override
  public void run() {
    try {
      serve();
    } catch (KernelUnavailableException | MalformedFrameException e) {
      server.log.line("connection refused: " + e.getMessage());
    } catch (IOException e) {
      // It is broken, which is an end as any other.
    } catch (Throwable e) {
      server.log.line("a connection is closed, because of a fault of the server: " + e);
    } finally {
      close();
      server.closed(this);
    }
  }

  private void serve() throws IOException {
    try {
      PeerCheck.requireSameUser(socket);
    } catch (IOException e) {
      // macOS cannot tell once the peer has shut its side down.
      server.log.line("connection refused: its user is not known: " + e.getMessage());
      return;
    }
    if (!in.receive(channel)) {
      return;
    }
    try {
      Handshake.Hello hello = Handshake.readHello(in);
      isGreeted = true;
      if (hello instanceof Handshake.Hello.Join join) {
        join(join);
      } else if (hello instanceof Handshake.Hello.Attach attach) {
        attach(attach);
      }
    } catch (Handshake.MisfitException e) {
      refuse(e.getMessage());
    }
  }

  private void refuse(String reason) throws IOException {
    server.log.line("connection refused: " + reason);
    Handshake.send(new Handshake.Answer.Refused(reason), channel);
  }

  private void join(Handshake.Hello.Join hello) throws IOException {
    ServerProcess joined;
    try {
      joined = processes.join(hello, this);
    } catch (Win32Exception e) {
      refuse("the shared simulated kernel has as many processes as it takes: " + e.getMessage());
      return;
    }
    if (joined == null) {
      Handshake.send(new Handshake.Answer.Ended(), channel);
      return;
    }
    try {
      Handshake.send(new Handshake.Answer.Welcome(joined.id(), joined.secret), channel);
      control(joined);
    } catch (MalformedFrameException e) {
      server.log.line("process " + joined.id() + ": " + e.getMessage());
    } finally {
      processes.gone(joined);
      server.changed();
    }
  }

  private void control(ServerProcess joined) throws IOException {
    while (in.receive(channel)) {
      int kind = in.int8();
      switch (kind) {
        case ControlConnection.CANCEL -> cancel(joined, in.int32(), in.int32());
        case ControlConnection.DROP -> drop(joined, in.int32());
        case ControlConnection.CHILD_STARTED ->
            processes.childStarted(joined, in.int32(), HostProcess.parse(in.text()));
        case ControlConnection.CHILD_EXITED ->
            processes.childExited(joined, in.int32(), in.int32());
        case ControlConnection.LEAVE -> processes.leaves(joined, in.int32(), in.bool());
        case ControlConnection.PING -> {
          var unused = channel.write(ByteBuffer.allocate(1));
        }
        default -> throw new MalformedFrameException("a message of kind " + kind);
      }
      in.end();
      server.changed();
    }
  }

  private void cancel(ServerProcess joined, int number, int call) {
    ClientConnection connection = processes.connection(joined, number);
    Session cancelled = connection == null ? null : connection.session;
    if (cancelled != null) {
      cancelled.cancel(call);
    }
  }

  private void drop(ServerProcess joined, int number) {
    ClientConnection connection = processes.connection(joined, number);
    if (connection != null) {
      connection.drop();
    }
  }

  /** Ends it, and the call that it is in. */
  void drop() {
    close();
    Session dropped = session;
    if (dropped != null) {
      dropped.cancelAll();
    }
  }

  private void attach(Handshake.Hello.Attach hello) throws IOException {
    ServerProcess attached;
    try {
      attached = processes.attach(hello, this);
    } catch (KernelUnavailableException e) {
      refuse(e.getMessage());
      return;
    }
    if (attached == null) {
      Handshake.send(new Handshake.Answer.Ended(), channel);
      return;
    }
    process = attached;
    session =
        new Session(
            channel,
            in,
            process.kernelSide.kernel32(),
            processes.handleTables(),
            this,
            process.operations);
    try {
      Handshake.send(new Handshake.Answer.Welcome(process.id(), ""), channel);
      session.serve(
          line ->
              server.log.line(
                  "process " + attached.id() + " connection " + hello.number() + ": " + line));
    } finally {
      processes.detach(attached, hello.number());
      attached.kernelSide.endThread();
    }
  }

  @Override
  public ProcessInformation createChild(ChildRequest child) {
    return processes.createChild(process, child);
  }

  @Override
  public boolean awaitResume(int processId) throws InterruptedException {
    ServerProcess child = processes.child(process, processId);
    if (child == null) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return child.kernelSide.awaitResume();
  }

  /** Ends it; a thread that waits in the kernel comes back by itself. Closing twice is harmless. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
  }
}
