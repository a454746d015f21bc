package handlelab.sim;

/** A {@code ConnectNamedPipe} that waits for a client. Guarded by the kernel's lock. */
final class PipeConnect extends PendingOperation {
  private final PipeServerEnd server;

  PipeConnect(ProcessObject process, PipeServerEnd server, Completion completion) {
    super(process, server, completion);
    this.server = server;
  }

  @Override
  void withdraw() {
    server.withdraw(this);
  }
}
