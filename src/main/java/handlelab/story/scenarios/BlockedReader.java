package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    reader
        .documented("pipe-read-waits", "a read of an empty pipe waits", "ReadFile")
        .waits()
        .readFile(read, buffer(64));
    owner
        .documented("pipe-read-waits", "bytes are written", "WriteFile")
        .gives(4)
        .writeFile(write, message("late"));
    reader.documented("pipe-read-waits", "which it reads", "ReadFile").nowGives("late");
    reader
        .tested(
            "pipe-read-of-nothing-waits",
            "a read of no bytes waits as well",
            PIPE_TEST + ", for a named pipe")
        .waits()
        .readFile(read, buffer(0));
    owner
        .documented("pipe-read-waits", "bytes are written", "WriteFile")
        .gives(2)
        .writeFile(write, message("on"));
    reader
        .tested("pipe-read-of-nothing-waits", "now it returns", PIPE_TEST + ", for a named pipe")
        .nowGives("");
    reader
        .tested(
            "pipe-read-of-nothing-waits", "and has taken nothing", PIPE_TEST + ", for a named pipe")
        .gives("on")
        .readFile(read, buffer(64));
    Handle event =
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    reader
        .documented(
            "overlapped-on-synchronous-waits",
            "with an OVERLAPPED it waits within the call",
            "ReadFile")
        .waits()
        .readFile(read, buffer(64), Overlapped.of(event));
    owner
        .tested(
            "synchronous-file-signalled", "meanwhile the read end is not signalled", NT_PIPE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(read, 0);
    owner
        .documented("pipe-read-waits", "bytes are written", "WriteFile")
        .gives(2)
        .writeFile(write, message("it"));
    reader
        .documented("overlapped-on-synchronous-waits", "which it returns", "ReadFile")
        .nowGives("it");
    owner
        .tested("synchronous-file-signalled", "the event is set", NT_PIPE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(event, 0);
    owner
        .tested(
            "synchronous-file-signalled",
            "and the read end is signalled",
            NT_PIPE_TEST + " (todo_wine)")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(read, 0);
    Handle copy =
        owner
            .documented("blocked-read-breaks", "the write end is duplicated", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, write, SELF, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    reader
        .documented("blocked-read-breaks", "a read waits", "ReadFile")
        .waits()
        .readFile(read, buffer(64));
    owner
        .documented("blocked-read-breaks", "the write end is closed", "CloseHandle")
        .succeeds()
        .closeHandle(write);
    owner
        .documented(
            "blocked-read-breaks", "the duplicate keeps the pipe open", "Anonymous Pipe Operations")
        .gives(1)
        .writeFile(copy, message("x"));
    reader
        .documented("blocked-read-breaks", "so that the read goes on", "Anonymous Pipe Operations")
        .nowGives("x");
    reader
        .documented("blocked-read-breaks", "the next one waits", "ReadFile")
        .waits()
        .readFile(read, buffer(64));
    owner
        .documented("blocked-read-breaks", "the last write handle is closed", "CloseHandle")
        .succeeds()
        .closeHandle(copy);
    reader
        .documented("blocked-read-breaks", "which breaks it", "ReadFile")
        .nowFails(Win32Error.ERROR_BROKEN_PIPE);
    writer(owner);
  }

  private static void writer(Actor owner) {
    ActorThread writer = owner.thread("writer");
    PipeHandles pipe =
        owner
            .tested("pipe-size-is-taken", "a pipe of four bytes", PIPE_TEST)
            .succeeds()
            .createPipe(null, 4);
    writer
        .documented("pipe-write-waits", "a write of more waits", "Anonymous Pipe Operations")
        .waits()
        .writeFile(pipe.write(), message("abcdef"));
    owner
        .documented("pipe-write-waits", "until it is read", "Anonymous Pipe Operations")
        .gives("abcdef")
        .readFile(pipe.read(), buffer(64));
    writer
        .documented("pipe-write-waits", "now it is done", "Anonymous Pipe Operations")
        .nowGives(6);
    writer
        .documented("blocked-write-breaks", "another one waits", "Anonymous Pipe Operations")
        .waits()
        .writeFile(pipe.write(), message("abcdef"));
    owner
        .documented("blocked-write-breaks", "the read end is closed", "CloseHandle")
        .succeeds()
        .closeHandle(pipe.read());
    writer
        .tested("blocked-write-breaks", "which breaks it", PIPE_TEST + ", for a named pipe")
        .nowFails(Win32Error.ERROR_BROKEN_PIPE, Win32Error.ERROR_NO_DATA);
  }
}
