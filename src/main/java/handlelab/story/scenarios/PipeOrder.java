package handlelab.story.scenarios;

import static handlelab.api.ConnectState.ALREADY_CONNECTED;
import static handlelab.api.ConnectState.PENDING;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
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
    Handle first = server(play, owner, "order", FILE_FLAG_OVERLAPPED, 0);
    play.fact("pipe-instances-counted");
    Handle second =
        owner
            .opensExisting("a second instance")
            .createNamedPipe(
                play.pipe("order"),
                PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                0,
                2,
                100,
                100,
                0,
                null)
            .handle();
    play.fact("pipe-client-gets-longest-listener");
    listens(owner, second, "the second one is asked to listen");
    Handle client = client(play, owner, "order", 0);
    owner
        .gives("the client came to the first, which listened before", ALREADY_CONNECTED)
        .connectNamedPipe(first, Overlapped.of(Handle.NULL));
    owner.succeeds("it closes").closeHandle(client);
    Handle next = client(play, owner, "order", 0);
    owner.succeeds("so does the next one, of the second").closeHandle(next);
    for (Handle each : List.of(first, second)) {
      owner.succeeds("both are freed").disconnectNamedPipe(each);
    }
    listens(owner, second, "the second one listens");
    listens(owner, first, "then the first one");
    Handle last = client(play, owner, "order", 0);
    owner
        .gives("a client came to the second, which listened before", ALREADY_CONNECTED)
        .connectNamedPipe(second, Overlapped.of(Handle.NULL));
    owner.succeeds("its end is closed").closeHandle(last);
  }

  private static void listens(Actor owner, Handle instance, String statement) {
    owner.gives(statement, PENDING).connectNamedPipe(instance, Overlapped.of(Handle.NULL));
  }
}
