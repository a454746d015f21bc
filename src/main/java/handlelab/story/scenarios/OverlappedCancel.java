package handlelab.story.scenarios;

import static handlelab.api.IoState.PENDING;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
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
    Handle server = server(play, owner, "cancel", FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "cancel", 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    Overlapped third = newOperation(owner);
    pending(owner, server, first);
    pending(owner, server, second);
    play.fact("cancelled-read-loses-nothing");
    owner.gives("one of two reads is cancelled", true).cancelIoEx(server, first);
    awaitEvent(owner, first, "which sets its event");
    owner
        .fails("and is its result", ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, false);
    play.fact("cancel-needs-pending");
    owner.gives("not twice", false).cancelIoEx(server, first);
    play.fact("cancelled-read-loses-nothing");
    owner.gives("the other one goes on", PENDING).getOverlappedResult(server, second, false);
    owner.gives("a byte is written", 1).writeFile(client, message("x"));
    owner.gives("which it gets", "x").getOverlappedResult(server, second, true);
    byThread(play, owner, other, server, first, second);
    play.fact("cancel-all-by-file");
    Handle copy = copy(owner.succeeds("a duplicate of the file's handle"), server);
    pending(owner, server, first);
    owner.succeeds("cancels, too").cancelIo(copy);
    owner
        .fails("what was started by the other", ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, first, true);
    play.fact("thread-end-cancels-its-io");
    other.gives("another thread starts a read", PENDING).readFile(server, buffer(8), third);
    other.end();
    awaitEvent(owner, third, "its end ends the read");
    owner
        .fails("which is cancelled", ERROR_OPERATION_ABORTED)
        .getOverlappedResult(server, third, false);
    lastHandle(play, owner, server, copy, first);
  }

  private static void pending(Performer caller, Handle file, Overlapped operation) {
    caller
        .step("cancel-all-by-file", "a read is pending")
        .gives(PENDING)
        .readFile(file, buffer(8), operation);
  }

  private static void byThread(
      Play play,
      Actor owner,
      ActorThread other,
      Handle server,
      Overlapped first,
      Overlapped second) {
    pending(owner, server, first);
    pending(other, server, second);
    play.fact("cancel-io-by-thread");
    owner.succeeds("CancelIo cancels what the caller has started").cancelIo(server);
    owner.fails("that read", ERROR_OPERATION_ABORTED).getOverlappedResult(server, first, true);
    owner.gives("and not another thread's", PENDING).getOverlappedResult(server, second, false);
    pending(owner, server, first);
    play.fact("cancel-all-by-file");
    owner.gives("CancelIoEx cancels those of all threads", true).cancelIoEx(server, null);
    for (Overlapped each : List.of(first, second)) {
      owner.fails("both", ERROR_OPERATION_ABORTED).getOverlappedResult(server, each, true);
    }
    play.fact("cancel-needs-pending");
    owner.gives("now there is none", false).cancelIoEx(server, null);
    play.fact("cancel-io-by-thread");
    owner.succeeds("which CancelIo does not mind").cancelIo(server);
  }

  private static void lastHandle(
      Play play, Actor owner, Handle server, Handle copy, Overlapped operation) {
    pending(owner, server, operation);
    play.fact("last-close-ends-pending");
    owner.succeeds("a handle of the file is closed").closeHandle(server);
    play.fact("close-of-one-handle-cancels-nothing");
    owner
        .gives("but not the last one: the read goes on", PENDING)
        .getOverlappedResult(copy, operation, false);
    play.fact("last-close-ends-pending");
    owner.succeeds("the last one is closed").closeHandle(copy);
    awaitEvent(owner, operation, "which ends it");
  }
}
