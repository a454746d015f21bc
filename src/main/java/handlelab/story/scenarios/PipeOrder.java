package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Play;
import java.util.List;

/** Which of several instances a client gets. */
public final class PipeOrder extends PipeQuestion {
  public PipeOrder() {
    super("named-pipes/instance-order", "Which of several instances does a client get?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    Handle first = server(play, owner, "order", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle second =
        owner
            .tested("pipe-instances-counted", "a second instance", PIPE_TEST)
            .opensExisting()
            .createNamedPipe(
                play.pipe("order"),
                Win32.PIPE_ACCESS_DUPLEX | Win32.FILE_FLAG_OVERLAPPED,
                0,
                2,
                100,
                100,
                0,
                null)
            .handle();
    listens(owner, second, "the second one is asked to listen");
    Handle client = client(play, owner, "order", 0);
    owner
        .tested(
            "pipe-client-gets-longest-listener",
            "the client came to the first, which listened before",
            PIPE_TEST)
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(first, Overlapped.of(Handle.NULL));
    owner
        .documented("pipe-client-gets-longest-listener", "it closes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    Handle next = client(play, owner, "order", 0);
    owner
        .documented(
            "pipe-client-gets-longest-listener",
            "so does the next one, of the second",
            "CloseHandle")
        .succeeds()
        .closeHandle(next);
    for (Handle each : List.of(first, second)) {
      owner
          .documented("pipe-client-gets-longest-listener", "both are freed", "DisconnectNamedPipe")
          .succeeds()
          .disconnectNamedPipe(each);
    }
    listens(owner, second, "the second one listens");
    listens(owner, first, "then the first one");
    Handle last = client(play, owner, "order", 0);
    owner
        .tested(
            "pipe-client-gets-longest-listener",
            "a client came to the second, which listened before",
            PIPE_TEST)
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(second, Overlapped.of(Handle.NULL));
    owner
        .documented("pipe-client-gets-longest-listener", "its end is closed", "CloseHandle")
        .succeeds()
        .closeHandle(last);
  }

  private static void listens(Actor owner, Handle instance, String claim) {
    owner
        .tested("pipe-client-gets-longest-listener", claim, PIPE_TEST)
        .gives(ConnectState.PENDING)
        .connectNamedPipe(instance, Overlapped.of(Handle.NULL));
  }
}
