package handlelab.story.scenarios;

import static handlelab.api.ConnectState.ALREADY_CONNECTED;
import static handlelab.api.ConnectState.CONNECTED;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.PipeState;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Child;
import handlelab.story.Play;

/** The states of an instance: listening, connected, closing, disconnected. */
public final class PipeStates extends PipeQuestion {
  public PipeStates() {
    super("named-pipes/states", "What can be done with an instance in each of its states?");
  }

  @Override
  public void play(Play play) {
    Actor server = play.process("server");
    Child client = bareChild(server);
    ActorThread listener = server.thread("listener");
    Handle pipe = server(play, server, "states", 0, 0);
    listening(play, server, pipe);
    Handle end = client(play, client, "states", 0);
    connected(play, server, client, pipe, end);
    closing(play, server, client, pipe, end);
    disconnected(play, server, listener, client, pipe);
    serverCloses(play, server, client);
    end(server, client, "the client ends");
  }

  private static void listening(Play play, Actor server, Handle pipe) {
    play.fact("pipe-handle-is-signalled");
    server.gives("a new server end is signalled", WAIT_OBJECT_0).waitForSingleObject(pipe, 0);
    play.fact("listening-pipe-refuses-use");
    server.fails("nobody is there to be read", ERROR_PIPE_LISTENING).readFile(pipe, buffer(8));
    server.fails("nor to be written to", ERROR_PIPE_LISTENING).writeFile(pipe, message("x"));
    server.fails("nor to be peeked at", ERROR_BAD_PIPE).peekNamedPipe(pipe);
    play.fact("listening-pipe-flushes");
    server.succeeds("to flush it is no error").flushFileBuffers(pipe);
  }

  private static void connected(Play play, Actor server, Actor client, Handle pipe, Handle end) {
    play.fact("pipe-already-connected");
    server
        .gives("a client came before: a good connection", ALREADY_CONNECTED)
        .connectNamedPipe(pipe, null);
    server.gives("as often as it is asked", ALREADY_CONNECTED).connectNamedPipe(pipe, null);
    play.fact("pipe-connect-needs-server");
    client.fails("a client end cannot listen", ERROR_INVALID_FUNCTION).connectNamedPipe(end, null);
    play.fact("pipe-busy");
    connect(client.fails("there is no other instance", ERROR_PIPE_BUSY), play.pipe("states"), BOTH);
    play.fact("byte-pipe-is-two-streams");
    client.gives("the client writes", 2).writeFile(end, message("up"));
    server.gives("and the server", 4).writeFile(pipe, message("down"));
    server.gives("what the client wrote", "up").readFile(pipe, buffer(8));
    client.gives("and the server", "down").readFile(end, buffer(8));
  }

  private static void closing(Play play, Actor server, Actor client, Handle pipe, Handle end) {
    play.fact("closed-client-drains");
    client.gives("the client writes", 4).writeFile(end, message("left"));
    client.succeeds("and closes its end").closeHandle(end);
    server.fails("the client has gone", ERROR_NO_DATA).connectNamedPipe(pipe, null);
    server.gives("what it left can be read", "left").readFile(pipe, buffer(8));
    server.fails("and nothing more", ERROR_BROKEN_PIPE).readFile(pipe, buffer(8));
    server.fails("nor written", ERROR_NO_DATA).writeFile(pipe, message("x"));
    play.fact("closed-client-flushes");
    server.succeeds("to flush is no error").flushFileBuffers(pipe);
    play.fact("closed-client-drains");
    server
        .gives("what it is can still be asked", new PipeState(0, 1))
        .getNamedPipeHandleState(pipe);
  }

  private static void disconnected(
      Play play, Actor server, ActorThread listener, Actor client, Handle pipe) {
    play.fact("disconnected-pipe-listens-again");
    server.succeeds("the instance is freed").disconnectNamedPipe(pipe);
    play.fact("disconnect-loses-unread");
    server.fails("not twice", ERROR_PIPE_NOT_CONNECTED).disconnectNamedPipe(pipe);
    server.fails("there is nobody to read", ERROR_PIPE_NOT_CONNECTED).readFile(pipe, buffer(8));
    server.fails("nor to write to", ERROR_PIPE_NOT_CONNECTED).writeFile(pipe, message("x"));
    play.fact("pipe-connect-waits");
    listener.waits("it listens again").connectNamedPipe(pipe, null);
    Handle end = client(play, client, "states", 0);
    listener.nowGives("until the next client", CONNECTED);
    play.fact("disconnected-pipe-listens-again");
    client.gives("which sees no old data", new PeekResult(0, 0, 0)).peekNamedPipe(end);
    play.fact("disconnect-loses-unread");
    server.gives("the server writes", 4).writeFile(pipe, message("lost"));
    client.gives("and the client", 4).writeFile(end, message("lost"));
    server.succeeds("the server takes it away").disconnectNamedPipe(pipe);
    client.fails("nothing can be written", ERROR_PIPE_NOT_CONNECTED).writeFile(end, message("x"));
    client.fails("nothing is left to read", ERROR_PIPE_NOT_CONNECTED).readFile(end, buffer(8));
    client.gives("the client's end is not signalled", WAIT_TIMEOUT).waitForSingleObject(end, 0);
    client.fails("or to see", ERROR_PIPE_NOT_CONNECTED).peekNamedPipe(end);
    play.fact("disconnected-client-tells-nothing");
    client
        .fails("and its state is not told", ERROR_PIPE_NOT_CONNECTED)
        .getNamedPipeHandleState(end);
    client.fails("nor its type", ERROR_PIPE_NOT_CONNECTED).getNamedPipeInfo(end);
    client.fails("nor its mode set", ERROR_PIPE_NOT_CONNECTED).setNamedPipeHandleState(end, 0);
    play.fact("disconnected-pipe-flushes");
    client.fails("nor can it be flushed", ERROR_PIPE_NOT_CONNECTED).flushFileBuffers(end);
    server.succeeds("but the server's end").flushFileBuffers(pipe);
    play.fact("disconnected-pipe-peek");
    server.fails("which cannot be peeked at", ERROR_BAD_PIPE).peekNamedPipe(pipe);
    play.fact("disconnect-loses-unread");
    server
        .fails("the server has lost it as well", ERROR_PIPE_NOT_CONNECTED)
        .readFile(pipe, buffer(8));
    play.fact("disconnected-pipe-listens-again");
    client.succeeds("the client closes its end").closeHandle(end);
  }

  private static void serverCloses(Play play, Actor server, Actor client) {
    Handle pipe = server(play, server, "closing", 0, 0);
    Handle end = client(play, client, "closing", 0);
    play.fact("closed-server-drains");
    server.gives("the server writes", 4).writeFile(pipe, message("left"));
    server.succeeds("and closes its end").closeHandle(pipe);
    client.gives("what it left can be read", "left").readFile(end, buffer(8));
    client.fails("and nothing more", ERROR_BROKEN_PIPE).readFile(end, buffer(8));
    client.fails("nor written", ERROR_NO_DATA).writeFile(end, message("x"));
    play.fact("pipe-busy");
    client
        .fails("without a server there is no pipe", ERROR_FILE_NOT_FOUND)
        .createFile(play.pipe("closing"), BOTH, 0, null, OPEN_EXISTING, 0, null);
  }
}
