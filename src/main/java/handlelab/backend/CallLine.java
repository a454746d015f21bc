package handlelab.backend;

import handlelab.sim.HostedThread;
import handlelab.wire.EventSession;
import handlelab.wire.FrameReader;
import handlelab.wire.WireLimits;

/** A connection of one thread of a client, which makes its calls on it. */
final class CallLine implements Role {
  private final ServerLoop loop;
  private final ServerProcess process;
  private final int number;
  private final HostedThread thread;
  private final EventSession session;

  /**
   * @param reader has the hello at hand, and maybe what follows
   */
  CallLine(
      ServerConnection connection,
      ServerLoop loop,
      ServerProcess process,
      int number,
      FrameReader reader) {
    this.loop = loop;
    this.process = process;
    this.number = number;
    this.thread = process.kernelSide.newThread();
    reader.limitFrames(WireLimits.MAX_FRAME_BYTES);
    session =
        new EventSession(
            connection.channel,
            reader,
            loop.writer,
            thread.kernel32(),
            loop.processes.handleTables(),
            new HostedCalls(process, thread, connection::changed),
            new ServerChildren(loop.processes, process),
            loop::mayClientsLook,
            line ->
                loop.log.line("process " + process.id() + " connection " + number + ": " + line));
  }

  @Override
  public boolean read() {
    loop.serving = process;
    return session.read();
  }

  @Override
  public boolean hasRead() {
    return session.hasRead();
  }

  @Override
  public boolean write() {
    loop.serving = process;
    return session.write();
  }

  @Override
  public boolean retry() {
    return session.retry();
  }

  @Override
  public boolean isWriting() {
    return session.isWriting();
  }

  @Override
  public long remainingNanos() {
    return session.remainingNanos();
  }

  @Override
  public void end() {
    session.end();
    process.removeConnection(number);
    thread.end();
  }
}
