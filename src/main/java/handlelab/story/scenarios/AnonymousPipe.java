package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    owner
        .tested("pipe-ends-access", "the read end can be read", PIPE_TEST)
        .findsAccess(read, 0x120189);
    owner
        .tested("pipe-ends-access", "the write end written", PIPE_TEST)
        .findsAccess(write, 0x120196);
    owner
        .tested("pipe-ends-access", "not the other way round", NT_PIPE_TEST + ", for named pipes")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .readFile(write, buffer(8));
    owner
        .tested("pipe-ends-access", "nor this one", NT_PIPE_TEST + ", for named pipes")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(read, message("x"));
    owner
        .tested("pipe-ends-access", "nor peeked at", NT_PIPE_TEST + ", for named pipes")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .peekNamedPipe(write);
    owner
        .tested("pipe-ends-access", "its type is a pipe", FILE_TEST)
        .gives(Win32.FILE_TYPE_PIPE)
        .getFileType(read);
    owner
        .tested("pipe-size-is-taken", "of the default size", PIPE_TEST)
        .gives(new PipeInfo(1, 4096, 4096, 1))
        .getNamedPipeInfo(read);
    owner
        .documented("pipe-is-a-stream", "bytes go in", "Anonymous Pipe Operations")
        .gives(5)
        .writeFile(write, message("abcde"));
    owner
        .documented("peek-leaves-bytes", "a peek sees them", "PeekNamedPipe")
        .gives(new PeekResult(0, 5, 0))
        .peekNamedPipe(read);
    owner
        .documented("pipe-is-a-stream", "some come out", "Anonymous Pipe Operations")
        .gives("ab")
        .readFile(read, buffer(2));
    owner
        .documented("pipe-is-a-stream", "more go in", "Anonymous Pipe Operations")
        .gives(2)
        .writeFile(write, message("fg"));
    owner
        .documented("pipe-is-a-stream", "and all come out at once", "Anonymous Pipe Operations")
        .gives("cdefg")
        .readFile(read, buffer(64));
    overlapped(owner, read, write);
    inherited(owner, read, write);
    ends(owner, read, write);
  }

  private static void overlapped(Actor owner, Handle read, Handle write) {
    Handle event =
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    Overlapped call = Overlapped.of(event);
    owner
        .documented(
            "overlapped-on-synchronous-waits",
            "with an OVERLAPPED the write is done, too",
            "CreatePipe")
        .gives(3)
        .writeFile(write, message("abc"), call);
    owner
        .documented("overlapped-on-synchronous-waits", "the event is set", "WriteFile")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(event, 0);
    owner
        .documented("overlapped-on-synchronous-waits", "the same for the read", "ReadFile")
        .gives("abc")
        .readFile(read, buffer(8), Overlapped.of(event));
  }

  private static void inherited(Actor owner, Handle read, Handle write) {
    owner
        .documented("pipe-attributes-apply-to-both", "the read end is inheritable", "CreatePipe")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(read);
    owner
        .documented("pipe-attributes-apply-to-both", "and the write end", "CreatePipe")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(write);
    Child child = heir(owner, "child", write);
    child
        .documented(
            "inherited-pipe-same-value",
            "a child writes by the same value",
            "Pipe Handle Inheritance")
        .gives(4)
        .writeFile(write, message("from"));
    end(owner, child, "it ends");
    owner
        .documented(
            "inherited-pipe-same-value", "its creator reads that", "Pipe Handle Inheritance")
        .gives("from")
        .readFile(read, buffer(64));
  }

  private static void ends(Actor owner, Handle read, Handle write) {
    owner
        .documented("pipe-drains-then-breaks", "the rest goes in", "WriteFile")
        .gives(4)
        .writeFile(write, message("rest"));
    owner
        .documented("pipe-drains-then-breaks", "the write end is closed", "CloseHandle")
        .succeeds()
        .closeHandle(write);
    owner
        .documented("pipe-drains-then-breaks", "the rest can be seen", "PeekNamedPipe")
        .gives(new PeekResult(0, 4, 0))
        .peekNamedPipe(read);
    owner
        .tested("pipe-drains-then-breaks", "and read", PIPE_TEST)
        .gives("rest")
        .readFile(read, buffer(64));
    owner
        .tested("pipe-drains-then-breaks", "then the pipe is broken", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .readFile(read, buffer(64));
    owner
        .tested("pipe-drains-then-breaks", "also for a peek", PIPE_TEST)
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .peekNamedPipe(read);
    PipeHandles other =
        owner
            .tested("pipe-size-is-taken", "another one, of a size", PIPE_TEST)
            .succeeds()
            .createPipe(null, 1);
    owner
        .tested("pipe-size-is-taken", "that is taken as it is", PIPE_TEST)
        .gives(new PipeInfo(1, 1, 1, 1))
        .getNamedPipeInfo(other.read());
    owner
        .documented("pipe-attributes-apply-to-both", "it is not inheritable", "CreatePipe")
        .gives(0)
        .getHandleInformation(other.write());
    owner
        .documented("write-to-closed-pipe-fails", "the read end is closed", "CloseHandle")
        .succeeds()
        .closeHandle(other.read());
    owner
        .tested("write-to-closed-pipe-fails", "a write fails", PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .writeFile(other.write(), message("x"));
  }
}
