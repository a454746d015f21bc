package handlelab.backend;

import handlelab.api.Win32Exception;
import handlelab.wire.FrameReader;
import handlelab.wire.MalformedFrameException;
import java.io.IOException;

/** A connection that has not said yet what it is for. */
final class Greeting implements Role {
  private final ServerConnection connection;
  private final ServerLoop loop;
  private final FrameReader reader;
  private final long untilNanos = System.nanoTime() + ServerLimits.HELLO_NANOS;
  private boolean isPeerChecked;
  private boolean isOver;

  Greeting(ServerConnection connection, ServerLoop loop) {
    this.connection = connection;
    this.loop = loop;
    this.reader = new FrameReader(Handshake.MAX_FRAME_BYTES, loop.frameBudget);
    loop.greetings++;
  }

  @Override
  public boolean read() {
    try {
      if (!isPeerChecked) {
        PeerCheck.requireSameUser(connection.channel);
        isPeerChecked = true;
      }
      return reader.fill(connection.channel) && (!reader.take() || welcome());
    } catch (KernelUnavailableException | MalformedFrameException e) {
      loop.log.line("connection refused: " + e.getMessage());
    } catch (IOException e) {
      // It broke before it said what it wants.
    }
    return false;
  }

  private boolean welcome() throws IOException {
    try {
      Handshake.Hello hello = Handshake.readHello(reader);
      return hello instanceof Handshake.Hello.Join join
          ? join(join)
          : hello instanceof Handshake.Hello.Attach attach && attach(attach);
    } catch (Handshake.MisfitException e) {
      return refuse(e.getMessage());
    }
  }

  private boolean refuse(String reason) throws IOException {
    loop.log.line("connection refused: " + reason);
    loop.send(new Handshake.Answer.Refused(reason), connection);
    return false;
  }

  private boolean join(Handshake.Hello.Join hello) throws IOException {
    ServerProcess process;
    try {
      process = loop.processes.join(hello);
    } catch (Win32Exception e) {
      return refuse(
          "the shared simulated kernel has as many processes as it takes: " + e.getMessage());
    }
    if (process == null) {
      loop.send(new Handshake.Answer.Ended(), connection);
      return false;
    }
    become(new WatchedLine(connection.channel, process, loop.log));
    loop.send(new Handshake.Answer.Welcome(process.id(), process.secret), connection);
    return true;
  }

  private boolean attach(Handshake.Hello.Attach hello) throws IOException {
    ServerProcess process = loop.processes.bySecret(hello.secret());
    if (process == null) {
      loop.send(new Handshake.Answer.Ended(), connection);
      return false;
    }
    if (!process.addConnection(hello.number(), connection)) {
      return refuse(
          "process "
              + process.id()
              + " connection "
              + hello.number()
              + ": its number is taken, or the process has too many");
    }
    CallLine line = new CallLine(connection, loop, process, hello.number(), reader);
    become(line);
    loop.send(new Handshake.Answer.Welcome(process.id(), ""), connection);
    return line.retry();
  }

  private void become(Role role) {
    over();
    connection.become(role);
  }

  private void over() {
    if (!isOver) {
      isOver = true;
      loop.greetings--;
    }
  }

  @Override
  public boolean write() {
    return true;
  }

  @Override
  public boolean retry() {
    loop.log.line("connection refused: it did not say what it is for");
    return false;
  }

  @Override
  public boolean isWriting() {
    return false;
  }

  @Override
  public long remainingNanos() {
    return untilNanos - System.nanoTime();
  }

  @Override
  public void end() {
    over();
  }
}
