package handlelab.sim;

import handlelab.api.Win32Error;

/** A server end and a client end that are connected, and the bytes between them. */
final class PipeConnection {
  final PipeServerEnd server;
  final PipeClientEnd client;
  final PipeQueue toServer;
  final PipeQueue toClient;
  boolean isServerClosed;
  boolean isClientClosed;
  boolean isDisconnected;

  PipeConnection(PipeServerEnd server, PipeClientEnd client, Memory memory) {
    this.server = server;
    this.client = client;
    boolean isOfMessages = server.pipe.isOfMessages;
    this.toServer = new PipeQueue(memory, isOfMessages, server.inBufferSize);
    this.toClient = new PipeQueue(memory, isOfMessages, server.outBufferSize);
  }

  void serverClosed() {
    isServerClosed = true;
    toServer.endReads(Win32Error.ERROR_BROKEN_PIPE);
    toServer.discard(Win32Error.ERROR_BROKEN_PIPE);
    toClient.endReads(Win32Error.ERROR_BROKEN_PIPE);
  }

  void clientClosed() {
    isClientClosed = true;
    toClient.endReads(Win32Error.ERROR_BROKEN_PIPE);
    toClient.discard(Win32Error.ERROR_BROKEN_PIPE);
    toServer.endReads(Win32Error.ERROR_BROKEN_PIPE);
  }

  /** Documented: what was not read is lost. Tested: the client is not signalled any more. */
  void disconnect() {
    isDisconnected = true;
    for (PipeQueue queue : new PipeQueue[] {toServer, toClient}) {
      queue.endReads(Win32Error.ERROR_PIPE_NOT_CONNECTED);
      queue.discard(Win32Error.ERROR_PIPE_NOT_CONNECTED);
    }
    client.setSignalled(false);
  }
}
