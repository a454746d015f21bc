package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Reads that go on after the call. */
public final class OverlappedRead extends PipeQuestion {
  public OverlappedRead() {
    super("overlapped/read", "How does an overlapped read end?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    Handle server = server(play, owner, "read", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "read", 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    pending(owner, server, first, 8);
    owner
        .tested("overlapped-read-fills-before-event", "it has no result yet", FILE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(server, first, false);
    write(owner, client, "abc");
    owner
        .tested("overlapped-read-fills-before-event", "its event is set", PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(first.event(), 0);
    owner
        .tested("overlapped-sets-the-event-only", "the file is not signalled", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    owner
        .tested("overlapped-read-fills-before-event", "and the result is there", PIPE_TEST)
        .gives("abc")
        .getOverlappedResult(server, first, false);
    owner
        .tested("overlapped-result-needs-no-file", "which needs no file any more", FILE_TEST)
        .gives("abc")
        .getOverlappedResult(Handle.NULL, first, false);
    write(owner, client, "now");
    owner
        .tested("overlapped-read-may-be-done", "what is there is read at once", PIPE_TEST)
        .gives("now")
        .readFile(server, buffer(8), first);
    owner
        .tested("overlapped-read-may-be-done", "which sets the event as well", PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(first.event(), 0);
    owner
        .tested("overlapped-read-may-be-done", "and has the same result", PIPE_TEST)
        .gives("now")
        .getOverlappedResult(server, first, false);
    owner
        .tested("overlapped-sets-the-event-only", "and not the file", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    owner
        .tested(
            "file-signalled-without-event",
            "a write that is done at once without an event",
            NT_PIPE_TEST)
        .gives(2)
        .writeFile(server, message("zz"), Overlapped.of(Handle.NULL));
    owner
        .tested("file-signalled-without-event", "signals the file", NT_PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(server, 0);
    owner
        .tested("overlapped-sets-the-event-only", "with one", NT_PIPE_TEST)
        .gives(2)
        .writeFile(server, message("zz"), second);
    owner
        .tested("overlapped-sets-the-event-only", "it does not", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    pending(owner, server, first, 1);
    pending(owner, server, second, 8);
    write(owner, client, "a");
    write(owner, client, "bc");
    owner
        .tested("pending-reads-end-in-order", "the first read gets the first bytes", PIPE_TEST)
        .gives("a")
        .getOverlappedResult(server, first, true);
    owner
        .tested("pending-reads-end-in-order", "the second one the next", PIPE_TEST)
        .gives("bc")
        .getOverlappedResult(server, second, true);
    nothing(owner, server, client, first, second);
    events(owner, server, client);
    messages(play, owner, first);
  }

  private static void pending(Actor owner, Handle file, Overlapped operation, int bytes) {
    owner
        .tested(
            "overlapped-read-fills-before-event", "a read of an empty pipe is pending", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(file, buffer(bytes), operation);
  }

  private static void write(Actor owner, Handle end, String text) {
    owner
        .documented("byte-pipe-is-two-streams", "the client writes", "WriteFile")
        .gives(text.length())
        .writeFile(end, message(text));
  }

  private static void nothing(
      Actor owner, Handle server, Handle client, Overlapped first, Overlapped second) {
    pending(owner, server, first, 0);
    pending(owner, server, second, 8);
    owner
        .tested(
            "empty-write-wakes-no-byte-read",
            "a write of nothing wakes no read of bytes",
            PIPE_TEST)
        .gives(0)
        .writeFile(client, message(""));
    owner
        .tested("empty-write-wakes-no-byte-read", "which goes on", PIPE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(server, first, false);
    write(owner, client, "x");
    owner
        .tested("pipe-read-of-nothing-waits", "a read of nothing waited for that", PIPE_TEST)
        .gives("")
        .getOverlappedResult(server, first, false);
    owner
        .tested("pipe-read-of-nothing-waits", "and left it to the next", PIPE_TEST)
        .gives("x")
        .getOverlappedResult(server, second, false);
  }

  private static void events(Actor owner, Handle server, Handle client) {
    Overlapped onFile = Overlapped.of(Handle.NULL);
    owner
        .documented("file-signalled-without-event", "without an event", "OVERLAPPED")
        .gives(IoState.PENDING)
        .readFile(server, buffer(8), onFile);
    owner
        .tested("file-signalled-without-event", "the file is not signalled meanwhile", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(server, 0);
    write(owner, client, "end");
    owner
        .tested("file-signalled-without-event", "but at the end", NT_PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(server, 0);
    owner
        .documented("file-signalled-without-event", "the result is there", "GetOverlappedResult")
        .gives("end")
        .getOverlappedResult(server, onFile, false);
    owner
        .tested("overlapped-event-checked", "an event that is none", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .readFile(server, buffer(8), Overlapped.of(new Handle(0xABCD0)));
    owner
        .documented("cancel-needs-pending", "has started nothing", "CancelIoEx")
        .gives(false)
        .cancelIoEx(server, null);
  }

  private static void messages(Play play, Actor owner, Overlapped operation) {
    Handle server = server(play, owner, "messages", Win32.FILE_FLAG_OVERLAPPED, MESSAGES);
    Handle client = client(play, owner, "messages", 0);
    pending(owner, server, operation, 2);
    write(owner, client, "abcde");
    owner
        .tested(
            "overlapped-message-larger-than-buffer",
            "a message that is longer ends it with the first part",
            PIPE_TEST)
        .givesPart("ab")
        .getOverlappedResult(server, operation, true);
    owner
        .tested("overlapped-message-larger-than-buffer", "the rest comes next", PIPE_TEST)
        .gives("cde")
        .readFile(server, buffer(8), operation);
    pending(owner, server, operation, 8);
    owner
        .tested("empty-pipe-message-is-read", "an empty message", PIPE_TEST)
        .gives(0)
        .writeFile(client, message(""));
    owner
        .tested("empty-pipe-message-is-read", "ends it, too", PIPE_TEST)
        .gives("")
        .getOverlappedResult(server, operation, false);
    owner
        .documented("closed-client-drains", "the client closes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    owner
        .tested("failed-start-has-no-result", "a read that cannot start", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .readFile(server, buffer(8), operation);
    owner
        .tested("failed-start-has-no-result", "has no result", FILE_TEST)
        .gives(IoState.PENDING)
        .getOverlappedResult(server, operation, false);
  }
}
