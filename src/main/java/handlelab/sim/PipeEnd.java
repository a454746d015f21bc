package handlelab.sim;

import handlelab.api.ObjectState;
import handlelab.api.Win32;
import handlelab.api.Win32Error;

/** An end of a pipe. Guarded by the kernel's lock. */
abstract class PipeEnd extends FileObject {
  final NamedPipe pipe;
  boolean isMessageMode;
  boolean isNoWait;

  /** Of a server end null while no client is connected. */
  PipeConnection connection;

  PipeEnd(long address, NamedPipe pipe) {
    super(address);
    this.pipe = pipe;
  }

  abstract boolean isServer();

  /** The bytes that come to this end. */
  final PipeQueue incoming() {
    return isServer() ? connection.toServer : connection.toClient;
  }

  /** The bytes that go from this end. */
  final PipeQueue outgoing() {
    return isServer() ? connection.toClient : connection.toServer;
  }

  /** Whether the other end was closed. */
  final boolean isPeerClosed() {
    return isServer() ? connection.isClientClosed : connection.isServerClosed;
  }

  /** Why this end has no connection, ERROR_PIPE_LISTENING or ERROR_PIPE_NOT_CONNECTED; else 0. */
  int disconnectedError() {
    return connection.isDisconnected
        ? Win32Error.ERROR_PIPE_NOT_CONNECTED
        : Win32Error.ERROR_SUCCESS;
  }

  final int mode() {
    return (isMessageMode ? Win32.PIPE_READMODE_MESSAGE : 0) | (isNoWait ? Win32.PIPE_NOWAIT : 0);
  }

  @Override
  final String name() {
    return pipe.objectName();
  }

  @Override
  final String state() {
    int error = disconnectedError();
    if (error != Win32Error.ERROR_SUCCESS) {
      String state = error == Win32Error.ERROR_PIPE_LISTENING ? "listening" : "disconnected";
      return ObjectState.pipe(end(), state, 0);
    }
    PipeEnd other = isServer() ? connection.client : connection.server;
    String state =
        isPeerClosed() ? "other end closed" : "other end 0x" + Long.toHexString(other.address);
    return ObjectState.pipe(end(), state, incoming().available());
  }

  private String end() {
    if (pipe.objectName() == null) {
      return isServer() ? "read end" : "write end";
    }
    return isServer() ? "server end" : "client end";
  }

  @Override
  final int bytes() {
    return 2 * Memory.OBJECT_BYTES + 2 * pipe.nameLength();
  }
}
