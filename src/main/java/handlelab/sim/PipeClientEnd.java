package handlelab.sim;

/** A client end of a pipe; it is connected as long as the server end allows. */
final class PipeClientEnd extends PipeEnd {
  PipeClientEnd(long address, NamedPipe pipe) {
    super(address, pipe);
  }

  @Override
  boolean isServer() {
    return false;
  }

  @Override
  void lastRowClosed() {
    if (!connection.isDisconnected) {
      connection.clientClosed();
    }
  }
}
