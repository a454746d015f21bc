package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle server = server(play, owner, "write", Win32.FILE_FLAG_OVERLAPPED, MESSAGES);
    Handle client = client(play, owner, "write", Win32.FILE_FLAG_OVERLAPPED);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    owner
        .tested("overlapped-write-waits-for-quota", "what fits is done at once", PIPE_TEST)
        .gives(10)
        .writeFile(client, buffer(10), first);
    owner
        .tested("overlapped-write-waits-for-quota", "what does not is pending", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, buffer(100), first);
    owner
        .tested("overlapped-write-waits-for-quota", "but there already", PIPE_TEST)
        .gives(new PeekResult(0, 110, 10))
        .peekNamedPipe(server);
    owner
        .tested("overlapped-write-waits-for-quota", "a small one waits behind it", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, buffer(1), second);
    owner
        .tested("empty-write-is-done-at-once", "an empty one does not", PIPE_TEST)
        .gives(0)
        .writeFile(client, message(""), Overlapped.of(Handle.NULL));
    owner
        .tested("overlapped-write-waits-for-quota", "ten bytes are read", PIPE_TEST)
        .gives(READ_TEN)
        .readFile(server, buffer(200), null);
    owner
        .tested("overlapped-write-waits-for-quota", "now the first one fits", PIPE_TEST)
        .gives(100)
        .getOverlappedResult(client, first, false);
    owner
        .tested("overlapped-write-waits-for-quota", "the second one does not", PIPE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(client, second, false);
    owner
        .tested("overlapped-write-waits-for-quota", "a byte is read", PIPE_TEST)
        .givesPart(READ_ONE)
        .readFile(server, buffer(1), null);
    owner
        .tested("overlapped-write-waits-for-quota", "then it does", PIPE_TEST)
        .gives(1)
        .getOverlappedResult(client, second, false);
    cancelled(play, owner, first, second);
    ends(play, owner, first, second);
  }

  private static void cancelled(Play play, Actor owner, Overlapped first, Overlapped second) {
    Handle server = server(play, owner, "cancel", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "cancel", Win32.FILE_FLAG_OVERLAPPED);
    owner
        .tested("cancelled-write-takes-bytes-back", "a write of too much", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, buffer(200), first);
    owner
        .tested("cancelled-write-takes-bytes-back", "and one behind it", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, message("x"), second);
    owner
        .tested("cancelled-write-takes-bytes-back", "some bytes are read", PIPE_TEST)
        .gives(READ_TEN)
        .readFile(server, buffer(10), null);
    owner
        .tested("cancelled-write-takes-bytes-back", "the first one is cancelled", PIPE_TEST)
        .gives(true)
        .cancelIoEx(client, first);
    owner
        .tested("cancelled-write-takes-bytes-back", "it failed, though some was read", PIPE_TEST)
        .fails(Win32Error.ERROR_OPERATION_ABORTED)
        .getOverlappedResult(client, first, true);
    owner
        .tested("cancelled-write-takes-bytes-back", "its rest is gone", PIPE_TEST)
        .gives(new PeekResult(0, 1, 0))
        .peekNamedPipe(server);
    owner
        .tested("cancelled-write-takes-bytes-back", "the second one is done", PIPE_TEST)
        .gives(1)
        .getOverlappedResult(client, second, true);
    owner
        .tested("cancelled-write-takes-bytes-back", "and can be read", PIPE_TEST)
        .gives("x")
        .readFile(server, buffer(10), null);
    owner
        .tested("disconnect-ends-pending", "another write of too much", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, buffer(200), first);
    owner
        .tested("disconnect-ends-pending", "and one of the server", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(server, buffer(200), second);
    owner
        .tested("disconnect-ends-pending", "the server takes the client away", PIPE_TEST)
        .succeeds()
        .disconnectNamedPipe(server);
    owner
        .tested("disconnect-ends-pending", "which ends the client's write", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .getOverlappedResult(client, first, true);
    owner
        .tested("disconnect-ends-pending", "and the server's", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_NOT_CONNECTED)
        .getOverlappedResult(server, second, true);
  }

  private static void ends(Play play, Actor owner, Overlapped read, Overlapped write) {
    ActorThread flusher = owner.thread("flusher");
    Handle server = server(play, owner, "ends", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "ends", Win32.FILE_FLAG_OVERLAPPED);
    owner
        .tested("closed-client-ends-pending", "a read of the server", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(server, buffer(8), read);
    owner
        .tested("closed-client-ends-pending", "a write of too much", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(server, buffer(200), write);
    flusher
        .tested("pipe-flush-waits", "a flush waits for it", PIPE_TEST)
        .waits()
        .flushFileBuffers(server);
    owner
        .tested("closed-client-ends-pending", "the client closes", PIPE_TEST)
        .succeeds()
        .closeHandle(client);
    owner
        .tested("closed-client-ends-pending", "which ends the write", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .getOverlappedResult(server, write, true);
    flusher
        .tested("closed-client-ends-pending", "and the flush", PIPE_TEST)
        .nowFails(Win32Error.ERROR_BROKEN_PIPE);
    owner
        .tested(
            "closed-client-ends-pending",
            "and the read",
            PIPE_TEST + " test_overlapped_transport, for writes")
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .getOverlappedResult(server, read, true);
  }
}
