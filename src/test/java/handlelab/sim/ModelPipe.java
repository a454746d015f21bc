package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.sim.Operation.Starter;
import handlelab.sim.Thing.Kind;
import handlelab.sim.Thing.OfFile;
import handlelab.sim.Thing.OfThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A pipe of the reference model, with its instances; an anonymous one has no name. */
final class ModelPipe {
  static final int NOT_CONNECTED = Win32Error.ERROR_PIPE_NOT_CONNECTED;
  private static final int BROKEN = Win32Error.ERROR_BROKEN_PIPE;

  final String name;
  final int direction;
  final boolean isOfMessages;
  final int maxInstances;
  final List<Server> instances = new ArrayList<>();

  /** Signalled while an instance listens, and when there is none any more. */
  final Thing availability =
      new Thing(Kind.PIPE_SERVER, null, null) {
        @Override
        boolean isSignalled(OfThread thread) {
          return instances.isEmpty() || listening() != null;
        }
      };

  ModelPipe(String name, int direction, boolean isOfMessages, int maxInstances) {
    this.name = name;
    this.direction = direction;
    this.isOfMessages = isOfMessages;
    this.maxInstances = maxInstances;
  }

  Server listening() {
    return instances.stream().filter(server -> server.isListening).findFirst().orElse(null);
  }

  /** A server end and a client end that are connected. */
  private static final class Connection {
    final Flow toServer;
    final Flow toClient;
    boolean isServerClosed;
    boolean isClientClosed;
    boolean isDisconnected;

    Connection(Server server) {
      toServer = new Flow(server.pipe.isOfMessages, server.quota);
      toClient = new Flow(server.pipe.isOfMessages, server.quota);
    }
  }

  /** An end. */
  abstract static class End extends OfFile {
    final ModelPipe pipe;
    boolean isMessageMode;
    boolean isNoWait;
    Connection connection;

    End(Kind kind, ModelPipe pipe, boolean isAsynchronous) {
      super(kind, null, isAsynchronous);
      this.pipe = pipe;
    }

    abstract void lastRowClosed();

    private boolean isServerEnd() {
      return kind == Kind.PIPE_SERVER;
    }

    final Flow incoming() {
      return isServerEnd() ? connection.toServer : connection.toClient;
    }

    final Flow outgoing() {
      return isServerEnd() ? connection.toClient : connection.toServer;
    }

    final boolean isPeerClosed() {
      return isServerEnd() ? connection.isClientClosed : connection.isServerClosed;
    }

    int disconnectedError() {
      return connection.isDisconnected ? NOT_CONNECTED : 0;
    }

    /** The error of a read, or 0. */
    final int readError() {
      if (disconnectedError() != 0) {
        return disconnectedError();
      }
      if (!incoming().pieces.isEmpty()) {
        return 0;
      }
      return isPeerClosed() ? BROKEN : isNoWait ? Win32Error.ERROR_NO_DATA : 0;
    }

    /** The error of a write, or 0. */
    final int writeError() {
      if (disconnectedError() != 0) {
        return disconnectedError();
      }
      return isPeerClosed() ? Win32Error.ERROR_NO_DATA : 0;
    }

    final Operation read(Starter starter, int maxBytes) {
      Flow flow = incoming();
      var read = new Operation(starter, this, maxBytes, flow.reads::remove);
      flow.reads.add(read);
      flow.serve();
      return read.beginIfNotDone();
    }

    final Operation write(Starter starter, String data) {
      Flow flow = outgoing();
      var write = new Operation(starter, this, 0, flow::withdraw);
      String taken = isNoWait ? flow.whatFits(data) : data;
      if (taken.isEmpty() && (!pipe.isOfMessages || !data.isEmpty())) {
        write.end(0, 0);
      } else {
        flow.written += taken.length();
        flow.pieces.add(new Piece(taken, write, flow.written));
        if (taken.isEmpty()) {
          write.end(0, 0);
        }
        flow.serve();
      }
      return write.beginIfNotDone();
    }

    final Operation flush(Starter starter) {
      Flow flow = disconnectedError() == 0 ? outgoing() : null;
      var flush = new Operation(starter, this, 0, op -> flow.flushes.remove(op));
      if (flow != null && !flow.pieces.isEmpty()) {
        flow.flushes.add(flush);
      } else {
        flush.end(0, 0);
      }
      return flush.beginIfNotDone();
    }
  }

  /** A server end. */
  static final class Server extends End {
    private final int quota;
    boolean isListening = true;
    private Client client;
    private final List<Operation> connects = new ArrayList<>();

    Server(ModelPipe pipe, boolean isAsynchronous, int quota) {
      super(Kind.PIPE_SERVER, pipe, isAsynchronous);
      this.quota = quota;
      pipe.instances.add(this);
      pipe.availability.signal();
    }

    @Override
    int disconnectedError() {
      if (connection != null) {
        return 0;
      }
      return isListening ? Win32Error.ERROR_PIPE_LISTENING : NOT_CONNECTED;
    }

    void listen() {
      if (!isListening) {
        isListening = true;
        pipe.instances.remove(this);
        pipe.instances.add(this);
        pipe.availability.signal();
      }
    }

    Operation connect(Starter starter) {
      var connect = new Operation(starter, this, 0, connects::remove);
      connects.add(connect);
      return connect.beginIfNotDone();
    }

    Client open(boolean isClientAsynchronous) {
      Client client = new Client(pipe, isClientAsynchronous, this);
      connection = new Connection(this);
      client.connection = connection;
      isListening = false;
      endConnects(0);
      return client;
    }

    void disconnect() {
      isListening = false;
      endConnects(NOT_CONNECTED);
      if (connection != null) {
        connection.isDisconnected = true;
        connection.toServer.endReads(NOT_CONNECTED);
        connection.toServer.discard(NOT_CONNECTED);
        connection.toClient.endReads(NOT_CONNECTED);
        connection.toClient.discard(NOT_CONNECTED);
        client.setSignalled(false);
        connection = null;
      }
    }

    private void endConnects(int error) {
      List<Operation> ended = List.copyOf(connects);
      connects.clear();
      ended.forEach(connect -> connect.end(error, 0));
    }

    @Override
    void lastRowClosed() {
      isListening = false;
      pipe.instances.remove(this);
      if (pipe.instances.isEmpty()) {
        pipe.availability.signal();
      }
      endConnects(BROKEN);
      if (connection != null) {
        connection.isServerClosed = true;
        connection.toServer.endReads(BROKEN);
        connection.toServer.discard(BROKEN);
        connection.toClient.endReads(BROKEN);
      }
    }
  }

  /** A client end. */
  static final class Client extends End {
    Client(ModelPipe pipe, boolean isAsynchronous, Server server) {
      super(Kind.PIPE_CLIENT, pipe, isAsynchronous);
      server.client = this;
    }

    @Override
    void lastRowClosed() {
      if (!connection.isDisconnected) {
        connection.isClientClosed = true;
        connection.toClient.endReads(BROKEN);
        connection.toClient.discard(BROKEN);
        connection.toServer.endReads(BROKEN);
      }
    }
  }

  /** What one call has written. */
  private static final class Piece {
    String rest;
    final int length;
    final Operation write;
    long end;

    Piece(String data, Operation write, long end) {
      this.rest = data;
      this.length = data.length();
      this.write = write;
      this.end = end;
    }
  }

  /** One direction: what is written and not read, and the operations that wait. */
  static final class Flow {
    private final boolean isOfMessages;
    private final int quota;
    final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<Operation> reads = new ArrayDeque<>();
    private final List<Operation> flushes = new ArrayList<>();
    private final Deque<Piece> unfinished = new ArrayDeque<>();
    private long written;
    private long read;

    Flow(boolean isOfMessages, int quota) {
      this.isOfMessages = isOfMessages;
      this.quota = quota;
    }

    /** Whether a write is done at once; what the reads that wait will take counts as room. */
    boolean fits(String data) {
      return available() + data.length() - awaited() <= quota;
    }

    private int awaited() {
      return reads.stream().mapToInt(waiting -> waiting.maxBytes).sum();
    }

    /** What a write that may not wait takes: all, or what the reads that wait will. */
    String whatFits(String data) {
      return fits(data) ? data : isOfMessages ? "" : data.substring(0, awaited());
    }

    int available() {
      return (int) (written - read);
    }

    int leftInMessage() {
      return isOfMessages && !pieces.isEmpty() ? pieces.element().rest.length() : 0;
    }

    /** What could be read next; of messages, the first. */
    String first() {
      StringBuilder text = new StringBuilder();
      for (Piece piece : pieces) {
        text.append(piece.rest);
        if (isOfMessages) {
          break;
        }
      }
      return text.toString();
    }

    private void serve() {
      while (!reads.isEmpty() && !pieces.isEmpty()) {
        fill(reads.remove());
      }
      for (Piece piece : pieces) {
        if (!piece.write.isDone() && piece.end - read <= quota) {
          unfinished.add(piece);
        }
      }
      finish();
      if (pieces.isEmpty()) {
        List<Operation> ended = List.copyOf(flushes);
        flushes.clear();
        ended.forEach(flush -> flush.end(0, 0));
      }
    }

    private void finish() {
      while (!unfinished.isEmpty()) {
        Piece piece = unfinished.remove();
        piece.write.end(0, piece.length);
      }
    }

    private void fill(Operation target) {
      boolean isByMessage = ((End) target.file).isMessageMode;
      StringBuilder data = new StringBuilder();
      boolean isCut = false;
      do {
        Piece piece = pieces.element();
        int count = Math.min(piece.rest.length(), target.maxBytes - data.length());
        data.append(piece.rest, 0, count);
        piece.rest = piece.rest.substring(count);
        read += count;
        if (!piece.rest.isEmpty()) {
          isCut = isByMessage;
          break;
        }
        pieces.remove();
        if (!piece.write.isDone()) {
          unfinished.add(piece);
        }
      } while (!isByMessage && data.length() < target.maxBytes && !pieces.isEmpty());
      target.data = data.toString();
      target.end(isCut ? Win32Error.ERROR_MORE_DATA : 0, data.length());
    }

    private void withdraw(Operation write) {
      Piece gone = null;
      for (Piece piece : pieces) {
        if (gone != null) {
          piece.end -= gone.rest.length();
        } else if (piece.write == write) {
          gone = piece;
        }
      }
      if (gone != null) {
        pieces.remove(gone);
        written -= gone.rest.length();
        serve();
      }
    }

    private void endReads(int error) {
      List.copyOf(reads).forEach(waiting -> waiting.cancel(error));
    }

    private void discard(int error) {
      List<Piece> dropped = List.copyOf(pieces);
      pieces.clear();
      read = written;
      dropped.stream()
          .filter(piece -> !piece.write.isDone())
          .forEach(piece -> piece.write.end(error, 0));
      List.copyOf(flushes).forEach(flush -> flush.cancel(error));
    }
  }
}
