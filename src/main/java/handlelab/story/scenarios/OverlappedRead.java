package handlelab.story.scenarios;

import static handlelab.api.IoState.PENDING;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
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
    Handle server = server(play, owner, "read", FILE_FLAG_OVERLAPPED, 0);
    Handle client = client(play, owner, "read", 0);
    Overlapped first = newOperation(owner);
    Overlapped second = newOperation(owner);
    pending(owner, server, first, 8);
    play.fact("overlapped-read-fills-before-event");
    owner.gives("it has no result yet", PENDING).getOverlappedResult(server, first, false);
    write(owner, client, "abc");
    owner.gives("its event is set", WAIT_OBJECT_0).waitForSingleObject(first.event(), 0);
    play.fact("overlapped-sets-the-event-only");
    owner.gives("the file is not signalled", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    play.fact("overlapped-read-fills-before-event");
    owner.gives("and the result is there", "abc").getOverlappedResult(server, first, false);
    play.fact("overlapped-result-needs-no-file");
    owner
        .gives("which needs no file any more", "abc")
        .getOverlappedResult(Handle.NULL, first, false);
    write(owner, client, "now");
    play.fact("overlapped-read-may-be-done");
    owner.gives("what is there is read at once", "now").readFile(server, buffer(8), first);
    owner
        .gives("which sets the event as well", WAIT_OBJECT_0)
        .waitForSingleObject(first.event(), 0);
    owner.gives("and has the same result", "now").getOverlappedResult(server, first, false);
    play.fact("overlapped-sets-the-event-only");
    owner.gives("and not the file", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    play.fact("file-signalled-without-event");
    owner
        .gives("a write that is done at once without an event", 2)
        .writeFile(server, message("zz"), Overlapped.of(Handle.NULL));
    owner.gives("signals the file", WAIT_OBJECT_0).waitForSingleObject(server, 0);
    play.fact("overlapped-sets-the-event-only");
    owner.gives("with one", 2).writeFile(server, message("zz"), second);
    owner.gives("it does not", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    pending(owner, server, first, 1);
    pending(owner, server, second, 8);
    write(owner, client, "a");
    write(owner, client, "bc");
    play.fact("pending-reads-end-in-order");
    owner
        .gives("the first read gets the first bytes", "a")
        .getOverlappedResult(server, first, true);
    owner.gives("the second one the next", "bc").getOverlappedResult(server, second, true);
    nothing(play, owner, server, client, first, second);
    events(play, owner, server, client);
    messages(play, owner, first);
  }

  private static void pending(Actor owner, Handle file, Overlapped operation, int bytes) {
    owner
        .step("overlapped-read-fills-before-event", "a read of an empty pipe is pending")
        .gives(PENDING)
        .readFile(file, buffer(bytes), operation);
  }

  private static void write(Actor owner, Handle end, String text) {
    owner
        .step("byte-pipe-is-two-streams", "the client writes")
        .gives(text.length())
        .writeFile(end, message(text));
  }

  private static void nothing(
      Play play, Actor owner, Handle server, Handle client, Overlapped first, Overlapped second) {
    pending(owner, server, first, 0);
    pending(owner, server, second, 8);
    play.fact("empty-write-wakes-no-byte-read");
    owner.gives("a write of nothing wakes no read of bytes", 0).writeFile(client, message(""));
    owner.gives("which goes on", PENDING).getOverlappedResult(server, first, false);
    write(owner, client, "x");
    play.fact("pipe-read-of-nothing-waits");
    owner.gives("a read of nothing waited for that", "").getOverlappedResult(server, first, false);
    owner.gives("and left it to the next", "x").getOverlappedResult(server, second, false);
  }

  private static void events(Play play, Actor owner, Handle server, Handle client) {
    Overlapped onFile = Overlapped.of(Handle.NULL);
    play.fact("file-signalled-without-event");
    owner.gives("without an event", PENDING).readFile(server, buffer(8), onFile);
    owner.gives("the file is not signalled meanwhile", WAIT_TIMEOUT).waitForSingleObject(server, 0);
    write(owner, client, "end");
    owner.gives("but at the end", WAIT_OBJECT_0).waitForSingleObject(server, 0);
    owner.gives("the result is there", "end").getOverlappedResult(server, onFile, false);
    play.fact("overlapped-event-checked");
    owner
        .fails("an event that is none", ERROR_INVALID_HANDLE)
        .readFile(server, buffer(8), Overlapped.of(new Handle(0xABCD0)));
    play.fact("cancel-needs-pending");
    owner.gives("has started nothing", false).cancelIoEx(server, null);
  }

  private static void messages(Play play, Actor owner, Overlapped operation) {
    Handle server = server(play, owner, "messages", FILE_FLAG_OVERLAPPED, MESSAGES);
    Handle client = client(play, owner, "messages", 0);
    pending(owner, server, operation, 2);
    write(owner, client, "abcde");
    play.fact("overlapped-message-larger-than-buffer");
    owner
        .givesPart("a message that is longer ends it with the first part", "ab")
        .getOverlappedResult(server, operation, true);
    owner.gives("the rest comes next", "cde").readFile(server, buffer(8), operation);
    pending(owner, server, operation, 8);
    play.fact("empty-pipe-message-is-read");
    owner.gives("an empty message", 0).writeFile(client, message(""));
    owner.gives("ends it, too", "").getOverlappedResult(server, operation, false);
    play.fact("closed-client-drains");
    owner.succeeds("the client closes").closeHandle(client);
    play.fact("failed-start-has-no-result");
    owner
        .fails("a read that cannot start", ERROR_BROKEN_PIPE)
        .readFile(server, buffer(8), operation);
    owner.gives("has no result", PENDING).getOverlappedResult(server, operation, false);
  }
}
