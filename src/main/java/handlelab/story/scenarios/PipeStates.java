package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.PipeState;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    listening(server, pipe);
    Handle end = client(play, client, "states", 0);
    connected(play, server, client, pipe, end);
    closing(server, client, pipe, end);
    disconnected(play, server, listener, client, pipe);
    serverCloses(play, server, client);
    end(server, client, "the client ends");
  }

  private static void listening(Actor server, Handle pipe) {
    server
        .tested("pipe-handle-is-signalled", "a new server end is signalled", PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(pipe, 0);
    server
        .tested("listening-pipe-refuses-use", "nobody is there to be read", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_LISTENING)
        .readFile(pipe, buffer(8));
    server
        .tested("listening-pipe-refuses-use", "nor to be written to", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_LISTENING)
        .writeFile(pipe, message("x"));
    server
        .tested("listening-pipe-refuses-use", "nor to be peeked at", PIPE_TEST)
        .fails(Win32Error.ERROR_BAD_PIPE)
        .peekNamedPipe(pipe);
    server
        .tested("listening-pipe-flushes", "to flush it is no error", NT_PIPE_TEST)
        .succeeds()
        .flushFileBuffers(pipe);
  }

  private static void connected(Play play, Actor server, Actor client, Handle pipe, Handle end) {
    server
        .documented(
            "pipe-already-connected", "a client came before: a good connection", "ConnectNamedPipe")
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(pipe, null);
    server
        .tested("pipe-already-connected", "as often as it is asked", PIPE_TEST)
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(pipe, null);
    client
        .tested("pipe-connect-needs-server", "a client end cannot listen", PIPE_TEST)
        .fails(Win32Error.ERROR_INVALID_FUNCTION)
        .connectNamedPipe(end, null);
    client
        .tested("pipe-busy", "there is no other instance", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_BUSY)
        .createFile(play.pipe("states"), BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    client
        .documented("byte-pipe-is-two-streams", "the client writes", "Named Pipe Operations")
        .gives(2)
        .writeFile(end, message("up"));
    server
        .documented("byte-pipe-is-two-streams", "and the server", "Named Pipe Operations")
        .gives(4)
        .writeFile(pipe, message("down"));
    server
        .documented("byte-pipe-is-two-streams", "what the client wrote", "Named Pipe Operations")
        .gives("up")
        .readFile(pipe, buffer(8));
    client
        .documented("byte-pipe-is-two-streams", "and the server", "Named Pipe Operations")
        .gives("down")
        .readFile(end, buffer(8));
  }

  private static void closing(Actor server, Actor client, Handle pipe, Handle end) {
    client
        .documented("closed-client-drains", "the client writes", "WriteFile")
        .gives(4)
        .writeFile(end, message("left"));
    client
        .documented("closed-client-drains", "and closes its end", "CloseHandle")
        .succeeds()
        .closeHandle(end);
    server
        .tested("closed-client-drains", "the client has gone", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .connectNamedPipe(pipe, null);
    server
        .tested("closed-client-drains", "what it left can be read", PIPE_TEST)
        .gives("left")
        .readFile(pipe, buffer(8));
    server
        .tested("closed-client-drains", "and nothing more", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .readFile(pipe, buffer(8));
    server
        .tested("closed-client-drains", "nor written", PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .writeFile(pipe, message("x"));
    server
        .tested("closed-client-flushes", "to flush is no error", NT_PIPE_TEST)
        .succeeds()
        .flushFileBuffers(pipe);
    server
        .documented(
            "closed-client-drains", "what it is can still be asked", "GetNamedPipeHandleStateW")
        .gives(new PipeState(0, 1))
        .getNamedPipeHandleState(pipe);
  }

  private static void disconnected(
      Play play, Actor server, ActorThread listener, Actor client, Handle pipe) {
    server
        .documented(
            "disconnected-pipe-listens-again", "the instance is freed", "DisconnectNamedPipe")
        .succeeds()
        .disconnectNamedPipe(pipe);
    server
        .tested("disconnect-loses-unread", "not twice", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .disconnectNamedPipe(pipe);
    server
        .tested("disconnect-loses-unread", "there is nobody to read", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .readFile(pipe, buffer(8));
    server
        .tested("disconnect-loses-unread", "nor to write to", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .writeFile(pipe, message("x"));
    listener
        .documented("pipe-connect-waits", "it listens again", "ConnectNamedPipe")
        .waits()
        .connectNamedPipe(pipe, null);
    Handle end = client(play, client, "states", 0);
    listener
        .documented("pipe-connect-waits", "until the next client", "ConnectNamedPipe")
        .nowGives(ConnectState.CONNECTED);
    client
        .tested("disconnected-pipe-listens-again", "which sees no old data", PIPE_TEST)
        .gives(new PeekResult(0, 0, 0))
        .peekNamedPipe(end);
    server
        .documented("disconnect-loses-unread", "the server writes", "WriteFile")
        .gives(4)
        .writeFile(pipe, message("lost"));
    client
        .documented("disconnect-loses-unread", "and the client", "WriteFile")
        .gives(4)
        .writeFile(end, message("lost"));
    server
        .documented("disconnect-loses-unread", "the server takes it away", "DisconnectNamedPipe")
        .succeeds()
        .disconnectNamedPipe(pipe);
    client
        .tested("disconnect-loses-unread", "nothing can be written", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .writeFile(end, message("x"));
    client
        .tested("disconnect-loses-unread", "nothing is left to read", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .readFile(end, buffer(8));
    client
        .tested("disconnect-loses-unread", "the client's end is not signalled", PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(end, 0);
    client
        .tested("disconnect-loses-unread", "or to see", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .peekNamedPipe(end);
    client
        .tested("disconnected-client-tells-nothing", "and its state is not told", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .getNamedPipeHandleState(end);
    client
        .tested("disconnected-client-tells-nothing", "nor its type", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .getNamedPipeInfo(end);
    client
        .tested("disconnected-client-tells-nothing", "nor its mode set", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .setNamedPipeHandleState(end, 0);
    client
        .tested("disconnected-pipe-flushes", "nor can it be flushed", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .flushFileBuffers(end);
    server
        .tested("disconnected-pipe-flushes", "but the server's end", NT_PIPE_TEST)
        .succeeds()
        .flushFileBuffers(pipe);
    server
        .tested("disconnected-pipe-peek", "which cannot be peeked at", PIPE_TEST)
        .fails(Win32Error.ERROR_BAD_PIPE)
        .peekNamedPipe(pipe);
    server
        .tested("disconnect-loses-unread", "the server has lost it as well", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .readFile(pipe, buffer(8));
    client
        .documented("disconnected-pipe-listens-again", "the client closes its end", "CloseHandle")
        .succeeds()
        .closeHandle(end);
  }

  private static void serverCloses(Play play, Actor server, Actor client) {
    Handle pipe = server(play, server, "closing", 0, 0);
    Handle end = client(play, client, "closing", 0);
    server
        .documented("closed-server-drains", "the server writes", "WriteFile")
        .gives(4)
        .writeFile(pipe, message("left"));
    server
        .documented("closed-server-drains", "and closes its end", "CloseHandle")
        .succeeds()
        .closeHandle(pipe);
    client
        .tested("closed-server-drains", "what it left can be read", PIPE_TEST)
        .gives("left")
        .readFile(end, buffer(8));
    client
        .tested("closed-server-drains", "and nothing more", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .readFile(end, buffer(8));
    client
        .tested("closed-server-drains", "nor written", PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .writeFile(end, message("x"));
    client
        .documented("pipe-busy", "without a server there is no pipe", "CreateFileW")
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .createFile(play.pipe("closing"), BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
  }
}
