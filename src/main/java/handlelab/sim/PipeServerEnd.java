package handlelab.sim;

import handlelab.api.Win32Error;
import java.util.ArrayList;
import java.util.List;

/**
 * A server end of a pipe, which is an instance of it: listening, connected, or disconnected. If the
 * client has closed its end, it stays connected until it is disconnected.
 */
final class PipeServerEnd extends PipeEnd {
  final int outBufferSize;
  final int inBufferSize;
  private boolean isListening = true;
  private final List<PipeConnect> connects = new ArrayList<>(0);

  PipeServerEnd(long address, NamedPipe pipe, int outBufferSize, int inBufferSize) {
    super(address, pipe);
    this.outBufferSize = outBufferSize;
    this.inBufferSize = inBufferSize;
    pipe.add(this);
  }

  @Override
  boolean isServer() {
    return true;
  }

  boolean isListening() {
    return isListening;
  }

  @Override
  int disconnectedError() {
    if (connection != null) {
      return Win32Error.ERROR_SUCCESS;
    }
    return isListening ? Win32Error.ERROR_PIPE_LISTENING : Win32Error.ERROR_PIPE_NOT_CONNECTED;
  }

  void listen() {
    if (!isListening) {
      isListening = true;
      pipe.listens(this);
    }
  }

  void connect(PipeConnect connect) {
    connects.add(connect);
    connect.begin();
  }

  void withdraw(PipeConnect connect) {
    connects.remove(connect);
  }

  /** A client has opened it. */
  void connected(PipeConnection newConnection) {
    isListening = false;
    connection = newConnection;
    endConnects(Win32Error.ERROR_SUCCESS);
  }

  void disconnect() {
    isListening = false;
    endConnects(Win32Error.ERROR_PIPE_NOT_CONNECTED);
    if (connection != null) {
      connection.disconnect();
      connection = null;
    }
  }

  private void endConnects(int error) {
    List<PipeConnect> ended = List.copyOf(connects);
    connects.clear();
    ended.forEach(connect -> connect.end(error, 0));
  }

  /** Assumed: a connect that waits ends with ERROR_BROKEN_PIPE. */
  @Override
  void lastRowClosed() {
    isListening = false;
    pipe.remove(this);
    endConnects(Win32Error.ERROR_BROKEN_PIPE);
    if (connection != null) {
      connection.serverClosed();
    }
  }
}
