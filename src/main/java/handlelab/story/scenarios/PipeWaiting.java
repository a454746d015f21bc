package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** WaitNamedPipe: waiting for a free instance. */
public final class PipeWaiting extends PipeQuestion {
  public PipeWaiting() {
    super("named-pipes/free-instance", "When is an instance free for a client?");
  }

  @Override
  public void play(Play play) {

    Actor server = play.process("server");
    ActorThread waiter = server.thread("waiter");
    ActorThread listener = server.thread("listener");
    String name = play.pipe("wanted");
    server
        .tested("wait-named-pipe", "without a pipe there is nothing to wait for", PIPE_TEST)
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .waitNamedPipe(name, 2000);
    Handle first = server(play, server, "wanted", 0, 0);
    server
        .tested("wait-named-pipe", "a new instance is free", PIPE_TEST)
        .gives(true)
        .waitNamedPipe(name, 2000);
    Handle client = client(play, server, "wanted", 0);
    server
        .tested("wait-named-pipe", "now no other one is", PIPE_TEST)
        .gives(false)
        .waitNamedPipe(name, 100);
    server
        .documented(
            "wait-named-pipe", "nor in the time that the pipe was created with", "CreateNamedPipeW")
        .gives(false)
        .waitNamedPipe(name, Win32.NMPWAIT_USE_DEFAULT_WAIT);
    server
        .documented("pipe-busy", "and so it cannot be opened", "Named Pipe Client")
        .fails(Win32Error.ERROR_PIPE_BUSY)
        .createFile(name, BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    waiter
        .tested("wait-named-pipe", "a thread waits", PIPE_TEST)
        .waits()
        .waitNamedPipe(name, Win32.NMPWAIT_WAIT_FOREVER);
    server
        .tested("wait-named-pipe", "for a new instance", PIPE_TEST)
        .opensExisting()
        .createNamedPipe(name, Win32.PIPE_ACCESS_DUPLEX, 0, 2, 100, 100, 0, null);
    waiter.tested("wait-named-pipe", "which ends the wait", PIPE_TEST).nowGives(true);
    server
        .documented("wait-named-pipe", "but it was not reserved", "WaitNamedPipeW")
        .succeeds()
        .createFile(name, BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    disconnected(server, waiter, listener, first, client, name);
  }

  private static void disconnected(
      Actor server,
      ActorThread waiter,
      ActorThread listener,
      Handle first,
      Handle client,
      String name) {
    server
        .documented("disconnected-pipe-listens-again", "a client closes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    server
        .documented(
            "disconnected-pipe-listens-again",
            "the server frees the instance",
            "DisconnectNamedPipe")
        .succeeds()
        .disconnectNamedPipe(first);
    server
        .tested("disconnected-pipe-listens-again", "which is not enough for a client", PIPE_TEST)
        .gives(false)
        .waitNamedPipe(name, 100);
    waiter
        .tested("wait-named-pipe", "a thread waits", PIPE_TEST)
        .waits()
        .waitNamedPipe(name, Win32.NMPWAIT_WAIT_FOREVER);
    listener
        .tested("wait-named-pipe", "until the instance listens", PIPE_TEST)
        .waits()
        .connectNamedPipe(first, null);
    waiter.tested("wait-named-pipe", "which ends the wait", PIPE_TEST).nowGives(true);
    server
        .documented("pipe-connect-waits", "a client comes", "CreateFileW")
        .succeeds()
        .createFile(name, BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    listener
        .documented("pipe-connect-waits", "and the listener has it", "ConnectNamedPipe")
        .nowGives(ConnectState.CONNECTED);
  }
}
