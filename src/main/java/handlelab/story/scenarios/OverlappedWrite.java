package handlelab.story.scenarios;

import static handlelab.api.IoState.PENDING;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** Writes that do not fit, and what cancels them. */
public final class OverlappedWrite extends PipeQuestion {
  private static final String READ_TEN = "\0".repeat(10);
  private static final String READ_ONE = "\0";

  public OverlappedWrite() {
    super("overlapped/write", "When is an overlapped write done?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle server = server(play, owner, "write", FILE_FLAG_OVERLAPPED, MESSAGES);
    Handle client = client(play, owner, "write", FILE_FLAG_OVERLAPPED);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    play.fact("overlapped-write-waits-for-quota");
    owner.gives("what fits is done at once", 10).writeFile(client, buffer(10), first);
    owner.gives("what does not is pending", PENDING).writeFile(client, buffer(100), first);
    owner.gives("but there already", new PeekResult(0, 110, 10)).peekNamedPipe(server);
    owner.gives("a small one waits behind it", PENDING).writeFile(client, buffer(1), second);
    play.fact("empty-write-is-done-at-once");
    owner
        .gives("an empty one does not", 0)
        .writeFile(client, message(""), Overlapped.of(Handle.NULL));
    play.fact("overlapped-write-waits-for-quota");
    owner.gives("ten bytes are read", READ_TEN).readFile(server, buffer(200), null);
    owner.gives("now the first one fits", 100).getOverlappedResult(client, first, false);
    owner.gives("the second one does not", PENDING).getOverlappedResult(client, second, false);
    owner.givesPart("a byte is read", READ_ONE).readFile(server, buffer(1), null);
    owner.gives("then it does", 1).getOverlappedResult(client, second, false);
    cancelled(play, owner, first, second);
    ends(play, owner, first, second);
  }

  private static void cancelled(Play play, Actor owner, Overlapped first, Overlapped second) {
    Handle server = server(play, owner, "cancel", FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "cancel", FILE_FLAG_OVERLAPPED);
    play.fact("cancelled-write-takes-bytes-back");
    owner.gives("a write of too much", PENDING).writeFile(client, buffer(200), first);
    owner.gives("and one behind it", PENDING).writeFile(client, message("x"), second);
    owner.gives("some bytes are read", READ_TEN).readFile(server, buffer(10), null);
    owner.gives("the first one is cancelled", true).cancelIoEx(client, first);
    owner
        .fails("it failed, though some was read", ERROR_OPERATION_ABORTED)
        .getOverlappedResult(client, first, true);
    owner.gives("its rest is gone", new PeekResult(0, 1, 0)).peekNamedPipe(server);
    owner.gives("the second one is done", 1).getOverlappedResult(client, second, true);
    owner.gives("and can be read", "x").readFile(server, buffer(10), null);
    play.fact("disconnect-ends-pending");
    owner.gives("another write of too much", PENDING).writeFile(client, buffer(200), first);
    owner.gives("and one of the server", PENDING).writeFile(server, buffer(200), second);
    owner.succeeds("the server takes the client away").disconnectNamedPipe(server);
    owner
        .fails("which ends the client's write", ERROR_PIPE_NOT_CONNECTED)
        .getOverlappedResult(client, first, true);
    owner
        .fails("and the server's", ERROR_PIPE_NOT_CONNECTED)
        .getOverlappedResult(server, second, true);
  }

  private static void ends(Play play, Actor owner, Overlapped read, Overlapped write) {
    ActorThread flusher = owner.thread("flusher");
    Handle server = server(play, owner, "ends", FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "ends", FILE_FLAG_OVERLAPPED);
    play.fact("closed-client-ends-pending");
    owner.gives("a read of the server", PENDING).readFile(server, buffer(8), read);
    owner.gives("a write of too much", PENDING).writeFile(server, buffer(200), write);
    play.fact("pipe-flush-waits");
    flusher.waits("a flush waits for it").flushFileBuffers(server);
    play.fact("closed-client-ends-pending");
    owner.succeeds("the client closes").closeHandle(client);
    owner.fails("which ends the write", ERROR_BROKEN_PIPE).getOverlappedResult(server, write, true);
    flusher.nowFails("and the flush", ERROR_BROKEN_PIPE);
    owner.fails("and the read", ERROR_BROKEN_PIPE).getOverlappedResult(server, read, true);
  }
}
