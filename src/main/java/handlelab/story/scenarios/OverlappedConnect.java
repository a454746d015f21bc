package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle server = server(play, owner, "connect", Win32.FILE_FLAG_OVERLAPPED, 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    owner
        .tested("overlapped-connect", "nobody is there: the connect is pending", PIPE_TEST)
        .gives(ConnectState.PENDING)
        .connectNamedPipe(server, first);
    owner
        .tested("overlapped-connect", "the file is not signalled", PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    owner
        .tested("overlapped-connect", "nor the event", PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(first.event(), 0);
    owner
        .documented("overlapped-connect", "it has no result yet", "GetOverlappedResult")
        .gives(IoState.PENDING)
        .getOverlappedResult(server, first, false);
    owner
        .tested("cancelled-connect-listens-on", "it is cancelled", PIPE_TEST)
        .gives(true)
        .cancelIoEx(server, first);
    awaitEvent(owner, first, "which sets the event");
    owner
        .tested("cancelled-connect-listens-on", "and is its result", PIPE_TEST)
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, false);
    owner
        .documented("overlapped-connect", "once more", "ConnectNamedPipe")
        .gives(ConnectState.PENDING)
        .connectNamedPipe(server, second);
    Handle client = client(play, owner, "connect", 0);
    owner
        .tested("overlapped-connect", "a client ends it: the event is set at once", PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(second.event(), 0);
    owner
        .tested("overlapped-connect", "without bytes", PIPE_TEST)
        .gives(0)
        .getOverlappedResult(server, second, false);
    owner
        .tested("overlapped-sets-the-event-only", "the file is still not signalled", PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    owner
        .tested("connected-before-sets-no-event", "a client was there before", PIPE_TEST)
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(server, first);
    owner
        .tested("connected-before-sets-no-event", "then no event is set", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(first.event(), 0);
    owner
        .tested("connected-before-sets-no-event", "and there is no result, ever", PIPE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(server, first, false);
    owner
        .documented("closed-client-drains", "the client closes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    owner
        .documented(
            "disconnected-pipe-listens-again", "the instance is freed", "DisconnectNamedPipe")
        .succeeds()
        .disconnectNamedPipe(server);
    owner
        .documented("overlapped-connect", "and listens", "ConnectNamedPipe")
        .gives(ConnectState.PENDING)
        .connectNamedPipe(server, second);
    owner
        .tested("last-close-ends-connect", "its last handle is closed", PIPE_TEST)
        .succeeds()
        .closeHandle(server);
    owner
        .tested("last-close-ends-connect", "which sets the event", PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(second.event(), 0);
  }
}
