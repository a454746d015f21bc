package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** A pipe without a name: its ends, its bytes, its end. */
public final class AnonymousPipe extends PipeQuestion {
  public AnonymousPipe() {
    super("anonymous-pipes/bytes", "What goes through an anonymous pipe, and how does it end?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    PipeHandles pipe = pipe(owner);
    Handle read = pipe.read();
    Handle write = pipe.write();
    play.fact("pipe-ends-access");
    owner.findsAccess("the read end can be read", read, 0x120189);
    owner.findsAccess("the write end written", write, 0x120196);
    owner.fails("not the other way round", ERROR_ACCESS_DENIED).readFile(write, buffer(8));
    owner.fails("nor this one", ERROR_ACCESS_DENIED).writeFile(read, message("x"));
    owner.fails("nor peeked at", ERROR_ACCESS_DENIED).peekNamedPipe(write);
    owner.gives("its type is a pipe", FILE_TYPE_PIPE).getFileType(read);
    play.fact("pipe-size-is-taken");
    owner.gives("of the default size", new PipeInfo(1, 4096, 4096, 1)).getNamedPipeInfo(read);
    play.fact("pipe-is-a-stream");
    owner.gives("bytes go in", 5).writeFile(write, message("abcde"));
    play.fact("peek-leaves-bytes");
    owner.gives("a peek sees them", new PeekResult(0, 5, 0)).peekNamedPipe(read);
    play.fact("pipe-is-a-stream");
    owner.gives("some come out", "ab").readFile(read, buffer(2));
    owner.gives("more go in", 2).writeFile(write, message("fg"));
    owner.gives("and all come out at once", "cdefg").readFile(read, buffer(64));
    overlapped(play, owner, read, write);
    inherited(play, owner, read, write);
    ends(play, owner, read, write);
  }

  private static void overlapped(Play play, Actor owner, Handle read, Handle write) {
    Handle event = event(owner, "an event", true, false);
    Overlapped call = Overlapped.of(event);
    play.fact("overlapped-on-synchronous-waits");
    owner
        .gives("with an OVERLAPPED the write is done, too", 3)
        .writeFile(write, message("abc"), call);
    owner.gives("the event is set", WAIT_OBJECT_0).waitForSingleObject(event, 0);
    owner.gives("the same for the read", "abc").readFile(read, buffer(8), Overlapped.of(event));
  }

  private static void inherited(Play play, Actor owner, Handle read, Handle write) {
    play.fact("pipe-attributes-apply-to-both");
    owner.gives("the read end is inheritable", HANDLE_FLAG_INHERIT).getHandleInformation(read);
    owner.gives("and the write end", HANDLE_FLAG_INHERIT).getHandleInformation(write);
    Child child = heir(owner, "child", write);
    play.fact("inherited-pipe-same-value");
    child.gives("a child writes by the same value", 4).writeFile(write, message("from"));
    end(owner, child, "it ends");
    owner.gives("its creator reads that", "from").readFile(read, buffer(64));
  }

  private static void ends(Play play, Actor owner, Handle read, Handle write) {
    play.fact("pipe-drains-then-breaks");
    owner.gives("the rest goes in", 4).writeFile(write, message("rest"));
    owner.succeeds("the write end is closed").closeHandle(write);
    owner.gives("the rest can be seen", new PeekResult(0, 4, 0)).peekNamedPipe(read);
    owner.gives("and read", "rest").readFile(read, buffer(64));
    owner.fails("then the pipe is broken", ERROR_BROKEN_PIPE).readFile(read, buffer(64));
    owner.fails("also for a peek", ERROR_BROKEN_PIPE).peekNamedPipe(read);
    play.fact("pipe-size-is-taken");
    PipeHandles other = owner.succeeds("another one, of a size").createPipe(null, 1);
    owner.gives("that is taken as it is", new PipeInfo(1, 1, 1, 1)).getNamedPipeInfo(other.read());
    play.fact("pipe-attributes-apply-to-both");
    owner.gives("it is not inheritable", 0).getHandleInformation(other.write());
    play.fact("write-to-closed-pipe-fails");
    owner.succeeds("the read end is closed").closeHandle(other.read());
    owner.fails("a write fails", ERROR_NO_DATA).writeFile(other.write(), message("x"));
  }
}
