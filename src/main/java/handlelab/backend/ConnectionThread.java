package handlelab.backend;

import handlelab.api.Win32Exception;
import handlelab.wire.FrameReader;
import handlelab.wire.MalformedFrameException;
import handlelab.wire.PollingChannel;
import handlelab.wire.Session;
import handlelab.wire.WireLimits;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * A thread of the server that hears what a new connection is for. A life line it hands to the loop;
 * on a thread's connection it stays, and stands for that thread of the client.
 */
final class ConnectionThread extends Thread {
  private final SocketChannel channel;
  private final ServerLoop loop;
  private final ServerProcesses processes;
  private final ServerLog log;
  private volatile ServerProcess caller;

  ConnectionThread(
      SocketChannel channel, ServerLoop loop, ServerProcesses processes, ServerLog log) {
    super(null, null, "new connection", ServerLimits.SESSION_STACK_BYTES);
    this.channel = channel;
    this.loop = loop;
    this.processes = processes;
    this.log = log;
    setDaemon(true);
  }

  /** Whether the current thread makes calls for {@code process}. */
  static boolean isOf(ServerProcess process) {
    return Thread.currentThread() instanceof ConnectionThread thread && thread.caller == process;
  }

  @Override
  public void run() {
    boolean isHandedOn = false;
    try {
      PeerCheck.requireSameUser(channel);
      isHandedOn = greet();
    } catch (KernelUnavailableException | MalformedFrameException e) {
      log.line("connection refused: " + e.getMessage());
    } catch (IOException e) {
      // It broke or took too long before it said what it wants.
    } finally {
      if (!isHandedOn) {
        loop.closed(channel);
      }
    }
  }

  /** Whether the loop has the channel now. */
  private boolean greet() throws IOException {
    FrameReader reader = new FrameReader(Handshake.MAX_FRAME_BYTES);
    try {
      Handshake.Hello hello = Handshake.receiveHello(reader, channel);
      loop.greeted(channel);
      if (hello instanceof Handshake.Hello.Join join) {
        return join(join);
      } else if (hello instanceof Handshake.Hello.Attach attach) {
        attach(attach, reader);
      }
    } catch (Handshake.MisfitException e) {
      refuse(e.getMessage());
    }
    return false;
  }

  private void refuse(String reason) throws IOException {
    log.line("connection refused: " + reason);
    Handshake.send(new Handshake.Answer.Refused(reason), channel);
  }

  private boolean join(Handshake.Hello.Join hello) throws IOException {
    ServerProcess process;
    try {
      process = processes.join(hello);
    } catch (Win32Exception e) {
      refuse("the shared simulated kernel has as many processes as it takes: " + e.getMessage());
      return false;
    }
    try {
      Handshake.send(new Handshake.Answer.Welcome(process.id(), process.secret), channel);
    } catch (IOException e) {
      process.gone(false);
      throw e;
    }
    loop.watch(channel, process);
    return true;
  }

  private void attach(Handshake.Hello.Attach hello, FrameReader reader) throws IOException {
    ServerProcess process = processes.bySecret(hello.secret());
    if (process == null) {
      Handshake.send(new Handshake.Answer.Ended(), channel);
      return;
    }
    String name = "process " + process.id() + " connection " + hello.number();
    PollingChannel polling = new PollingChannel(channel);
    Session session =
        new Session(
            polling,
            polling,
            reader,
            process.kernelSide.kernel32(),
            processes.handleTables(),
            new HostedMessageReader(process.kernelSide),
            new ServerChildren(processes, process),
            line -> log.line(name + ": " + line));
    if (!process.addSession(hello.number(), session)) {
      refuse(name + ": its number is taken, or the process has too many");
      return;
    }
    setName(name);
    caller = process;
    try {
      Handshake.send(new Handshake.Answer.Welcome(process.id(), ""), channel);
      reader.limitFrames(WireLimits.MAX_FRAME_BYTES);
      session.serve();
    } finally {
      process.removeSession(hello.number());
      process.kernelSide.endThread();
    }
  }
}
