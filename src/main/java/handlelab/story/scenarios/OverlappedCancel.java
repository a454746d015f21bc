package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Performer;
import handlelab.story.Play;
import java.util.List;

/** CancelIo, CancelIoEx, and what ends operations without being asked. */
public final class OverlappedCancel extends PipeQuestion {
  public OverlappedCancel() {
    super("overlapped/cancel", "What cancels an operation?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    ActorThread other = owner.thread("other thread");
    Handle server = server(play, owner, "cancel", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "cancel", 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    Overlapped third = newOperation(owner);
    pending(owner, server, first);
    pending(owner, server, second);
    owner
        .tested("cancelled-read-loses-nothing", "one of two reads is cancelled", PIPE_TEST)
        .gives(true)
        .cancelIoEx(server, first);
    awaitEvent(owner, first, "which sets its event");
    owner
        .tested("cancelled-read-loses-nothing", "and is its result", PIPE_TEST)
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, false);
    owner
        .tested("cancel-needs-pending", "not twice", PIPE_TEST)
        .gives(false)
        .cancelIoEx(server, first);
    owner
        .tested("cancelled-read-loses-nothing", "the other one goes on", PIPE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(server, second, false);
    owner
        .tested("cancelled-read-loses-nothing", "a byte is written", PIPE_TEST)
        .gives(1)
        .writeFile(client, message("x"));
    owner
        .tested("cancelled-read-loses-nothing", "which it gets", PIPE_TEST)
        .gives("x")
        .getOverlappedResult(server, second, true);
    byThread(owner, other, server, first, second);
    Handle copy =
        owner
            .documented("cancel-all-by-file", "a duplicate of the file's handle", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, server, SELF, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    pending(owner, server, first);
    owner.tested("cancel-all-by-file", "cancels, too", NT_PIPE_TEST).succeeds().cancelIo(copy);
    owner
        .tested("cancel-all-by-file", "what was started by the other", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, true);
    other
        .documented("thread-end-cancels-its-io", "another thread starts a read", "ReadFile")
        .gives(IoState.PENDING)
        .readFile(server, buffer(8), third);
    other.end();
    awaitEvent(owner, third, "its end ends the read");
    owner
        .documented("thread-end-cancels-its-io", "which is cancelled", "CancelIo")
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, third, false);
    lastHandle(owner, server, copy, first);
  }

  private static void pending(Performer caller, Handle file, Overlapped operation) {
    caller
        .documented("cancel-all-by-file", "a read is pending", "ReadFile")
        .gives(IoState.PENDING)
        .readFile(file, buffer(8), operation);
  }

  private static void byThread(
      Actor owner, ActorThread other, Handle server, Overlapped first, Overlapped second) {
    pending(owner, server, first);
    pending(other, server, second);
    owner
        .documented(
            "cancel-io-by-thread", "CancelIo cancels what the caller has started", "CancelIo")
        .succeeds()
        .cancelIo(server);
    owner
        .documented("cancel-io-by-thread", "that read", "CancelIo")
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, true);
    owner
        .documented("cancel-io-by-thread", "and not another thread's", "CancelIo")
        .gives(IoState.PENDING)
        .getOverlappedResult(server, second, false);
    pending(owner, server, first);
    owner
        .documented("cancel-all-by-file", "CancelIoEx cancels those of all threads", "CancelIoEx")
        .gives(true)
        .cancelIoEx(server, null);
    for (Overlapped each : List.of(first, second)) {
      owner
          .documented("cancel-all-by-file", "both", "CancelIoEx")
          .fails(Win32Error.ERROR_OPERATION_ABORTED)
          .getOverlappedResult(server, each, true);
    }
    owner
        .documented("cancel-needs-pending", "now there is none", "CancelIoEx")
        .gives(false)
        .cancelIoEx(server, null);
    owner
        .documented("cancel-io-by-thread", "which CancelIo does not mind", "CancelIo")
        .succeeds()
        .cancelIo(server);
  }

  private static void lastHandle(Actor owner, Handle server, Handle copy, Overlapped operation) {
    pending(owner, server, operation);
    owner
        .documented("last-close-ends-pending", "a handle of the file is closed", "CloseHandle")
        .succeeds()
        .closeHandle(server);
    owner
        .tested(
            "close-of-one-handle-cancels-nothing",
            "but not the last one: the read goes on",
            NT_PIPE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(copy, operation, false);
    owner
        .documented("last-close-ends-pending", "the last one is closed", "CloseHandle")
        .succeeds()
        .closeHandle(copy);
    awaitEvent(owner, operation, "which ends it");
  }
}
