package handlelab.story.scenarios;

import static handlelab.api.ConnectState.ALREADY_CONNECTED;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.story.Actor;
import handlelab.story.Play;

/** ConnectNamedPipe with an OVERLAPPED. */
public final class OverlappedConnect extends PipeQuestion {
  public OverlappedConnect() {
    super("overlapped/connect", "How does an overlapped connect end?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle server = server(play, owner, "connect", FILE_FLAG_OVERLAPPED, 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    play.fact("overlapped-connect");
    owner
        .gives("nobody is there: the connect is pending", ConnectState.PENDING)
        .connectNamedPipe(server, first);
    owner.gives("the file is not signalled", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    owner.gives("nor the event", WAIT_TIMEOUT).waitForSingleObject(first.event(), 0);
    owner.gives("it has no result yet", IoState.PENDING).getOverlappedResult(server, first, false);
    play.fact("cancelled-connect-listens-on");
    owner.gives("it is cancelled", true).cancelIoEx(server, first);
    awaitEvent(owner, first, "which sets the event");
    owner
        .fails("and is its result", ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, false);
    play.fact("overlapped-connect");
    owner.gives("once more", ConnectState.PENDING).connectNamedPipe(server, second);
    Handle client = client(play, owner, "connect", 0);
    owner
        .gives("a client ends it: the event is set at once", WAIT_OBJECT_0)
        .waitForSingleObject(second.event(), 0);
    owner.gives("without bytes", 0).getOverlappedResult(server, second, false);
    play.fact("overlapped-sets-the-event-only");
    owner.gives("the file is still not signalled", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    play.fact("connected-before-sets-no-event");
    owner.gives("a client was there before", ALREADY_CONNECTED).connectNamedPipe(server, first);
    owner.gives("then no event is set", WAIT_TIMEOUT).waitForSingleObject(first.event(), 0);
    owner
        .gives("and there is no result, ever", IoState.PENDING)
        .getOverlappedResult(server, first, false);
    play.fact("closed-client-drains");
    owner.succeeds("the client closes").closeHandle(client);
    play.fact("disconnected-pipe-listens-again");
    owner.succeeds("the instance is freed").disconnectNamedPipe(server);
    play.fact("overlapped-connect");
    owner.gives("and listens", ConnectState.PENDING).connectNamedPipe(server, second);
    play.fact("last-close-ends-connect");
    owner.succeeds("its last handle is closed").closeHandle(server);
    owner.gives("which sets the event", WAIT_OBJECT_0).waitForSingleObject(second.event(), 0);
  }
}
