package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** A reader that waits, and what ends its wait. */
public final class BlockedReader extends PipeQuestion {
  public BlockedReader() {
    super("anonymous-pipes/blocked-reader", "When does a read of an empty pipe return?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    ActorThread reader = owner.thread("reader");
    PipeHandles pipe = pipe(owner);
    Handle read = pipe.read();
    Handle write = pipe.write();
    play.fact("pipe-read-waits");
    reader.waits("a read of an empty pipe waits").readFile(read, buffer(64));
    owner.gives("bytes are written", 4).writeFile(write, message("late"));
    reader.nowGives("which it reads", "late");
    play.fact("pipe-read-of-nothing-waits");
    reader.waits("a read of no bytes waits as well").readFile(read, buffer(0));
    play.fact("pipe-read-waits");
    owner.gives("bytes are written", 2).writeFile(write, message("on"));
    play.fact("pipe-read-of-nothing-waits");
    reader.nowGives("now it returns", "");
    reader.gives("and has taken nothing", "on").readFile(read, buffer(64));
    Handle event = event(owner, "an event", true, false);
    play.fact("overlapped-on-synchronous-waits");
    reader
        .waits("with an OVERLAPPED it waits within the call")
        .readFile(read, buffer(64), Overlapped.of(event));
    play.fact("synchronous-file-signalled");
    owner
        .gives("meanwhile the read end is not signalled", WAIT_TIMEOUT)
        .waitForSingleObject(read, 0);
    play.fact("pipe-read-waits");
    owner.gives("bytes are written", 2).writeFile(write, message("it"));
    play.fact("overlapped-on-synchronous-waits");
    reader.nowGives("which it returns", "it");
    play.fact("synchronous-file-signalled");
    owner.gives("the event is set", WAIT_OBJECT_0).waitForSingleObject(event, 0);
    owner.gives("and the read end is signalled", WAIT_OBJECT_0).waitForSingleObject(read, 0);
    play.fact("blocked-read-breaks");
    Handle copy = copy(owner.succeeds("the write end is duplicated"), write);
    reader.waits("a read waits").readFile(read, buffer(64));
    owner.succeeds("the write end is closed").closeHandle(write);
    owner.gives("the duplicate keeps the pipe open", 1).writeFile(copy, message("x"));
    reader.nowGives("so that the read goes on", "x");
    reader.waits("the next one waits").readFile(read, buffer(64));
    owner.succeeds("the last write handle is closed").closeHandle(copy);
    reader.nowFails("which breaks it", ERROR_BROKEN_PIPE);
    writer(play, owner);
  }

  private static void writer(Play play, Actor owner) {
    ActorThread writer = owner.thread("writer");
    play.fact("pipe-size-is-taken");
    PipeHandles pipe = owner.succeeds("a pipe of four bytes").createPipe(null, 4);
    play.fact("pipe-write-waits");
    writer.waits("a write of more waits").writeFile(pipe.write(), message("abcdef"));
    owner.gives("until it is read", "abcdef").readFile(pipe.read(), buffer(64));
    writer.nowGives("now it is done", 6);
    play.fact("blocked-write-breaks");
    writer.waits("another one waits").writeFile(pipe.write(), message("abcdef"));
    owner.succeeds("the read end is closed").closeHandle(pipe.read());
    writer.nowFails("which breaks it", ERROR_BROKEN_PIPE, ERROR_NO_DATA);
  }
}
