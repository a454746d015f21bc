package handlelab.story.scenarios;

import static handlelab.api.ConnectState.CONNECTED;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
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
    play.fact("wait-named-pipe");
    server
        .fails("without a pipe there is nothing to wait for", ERROR_FILE_NOT_FOUND)
        .waitNamedPipe(name, 2000);
    Handle first = server(play, server, "wanted", 0, 0);
    server.gives("a new instance is free", true).waitNamedPipe(name, 2000);
    Handle client = client(play, server, "wanted", 0);
    server.gives("now no other one is", false).waitNamedPipe(name, 100);
    server
        .gives("nor in the time that the pipe was created with", false)
        .waitNamedPipe(name, NMPWAIT_USE_DEFAULT_WAIT);
    play.fact("pipe-busy");
    connect(server.fails("and so it cannot be opened", ERROR_PIPE_BUSY), name, BOTH);
    play.fact("wait-named-pipe");
    waiter.waits("a thread waits").waitNamedPipe(name, NMPWAIT_WAIT_FOREVER);
    instance(server.opensExisting("for a new instance"), name, PIPE_ACCESS_DUPLEX, 0, 2);
    waiter.nowGives("which ends the wait", true);
    connect(server.succeeds("but it was not reserved"), name, BOTH);
    disconnected(play, server, waiter, listener, first, client, name);
  }

  private static void disconnected(
      Play play,
      Actor server,
      ActorThread waiter,
      ActorThread listener,
      Handle first,
      Handle client,
      String name) {
    play.fact("disconnected-pipe-listens-again");
    server.succeeds("a client closes").closeHandle(client);
    server.succeeds("the server frees the instance").disconnectNamedPipe(first);
    server.gives("which is not enough for a client", false).waitNamedPipe(name, 100);
    play.fact("wait-named-pipe");
    waiter.waits("a thread waits").waitNamedPipe(name, NMPWAIT_WAIT_FOREVER);
    listener.waits("until the instance listens").connectNamedPipe(first, null);
    waiter.nowGives("which ends the wait", true);
    play.fact("pipe-connect-waits");
    connect(server.succeeds("a client comes"), name, BOTH);
    listener.nowGives("and the listener has it", CONNECTED);
  }
}
