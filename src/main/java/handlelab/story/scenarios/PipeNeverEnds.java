package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.PipeHandles;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Child;
import handlelab.story.Play;

/** The pipe that never ends: another child has the write end, too. */
public final class PipeNeverEnds extends PipeQuestion {
  private static final String KNOWLEDGE_BASE = "KB315939, and The Old New Thing 2011-07-07";

  public PipeNeverEnds() {
    super(
        "anonymous-pipes/never-ends", "Why does a reader wait on although its writer has closed?");
  }

  @Override
  public void play(Play play) {

    Actor parent = play.process("parent");
    ActorThread reader = parent.thread("reader");
    PipeHandles pipe = pipe(parent);
    keepReadEnd(parent, pipe.read());
    Child writer = child(parent, "writer");
    Child bystander = child(parent, "bystander");
    parent
        .documented(
            "pipe-that-never-ends",
            "the parent closes its own write end",
            "Pipe Handle Inheritance")
        .succeeds()
        .closeHandle(pipe.write());
    writer
        .documented("inherited-pipe-same-value", "the writer writes", "Pipe Handle Inheritance")
        .gives(4)
        .writeFile(pipe.write(), message("done"));
    end(parent, writer, "and ends");
    reader
        .documented("pipe-that-never-ends", "the reader gets what it wrote", "ReadFile")
        .gives("done")
        .readFile(pipe.read(), buffer(64));
    reader
        .documented(
            "pipe-that-never-ends", "and waits for more, though nobody will write", KNOWLEDGE_BASE)
        .waits()
        .readFile(pipe.read(), buffer(64));
    bystander
        .documented("pipe-that-never-ends", "for the bystander has the write end", KNOWLEDGE_BASE)
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(pipe.write());
    end(parent, bystander, "it ends");
    reader
        .documented("pipe-that-never-ends", "and with it the pipe", KNOWLEDGE_BASE)
        .nowFails(Win32Error.ERROR_BROKEN_PIPE);
    cure(parent, reader);
  }

  private static void keepReadEnd(Actor parent, Handle read) {
    parent
        .documented(
            "flag-set-later-counts", "the read end is not for children", "Pipe Handle Inheritance")
        .succeeds()
        .setHandleInformation(read, Win32.HANDLE_FLAG_INHERIT, 0);
  }

  private static Child child(Actor parent, String name) {
    return parent
        .child(name)
        .inheriting()
        .start(
            parent
                .documented(
                    "pipe-that-never-ends", "a child that inherits all there is", "CreateProcessW")
                .succeeds());
  }

  /** The same once more; now each child gets only what is listed. */
  private static void cure(Actor parent, ActorThread reader) {
    PipeHandles pipe = pipe(parent);
    keepReadEnd(parent, pipe.read());
    Handle event =
        parent
            .documented("event-initial-state", "something for the bystander", "CreateEventW")
            .creates()
            .createEvent(SecurityAttributes.INHERITABLE, true, false, null)
            .handle();
    Child writer = heir(parent, "listed writer", pipe.write());
    Child bystander = heir(parent, "listed bystander", event);
    bystander
        .documented(
            "handle-list-limits-pipes",
            "that has not got the write end",
            "UpdateProcThreadAttribute")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getHandleInformation(pipe.write());
    parent
        .documented(
            "handle-list-limits-pipes",
            "the parent closes its own write end",
            "Pipe Handle Inheritance")
        .succeeds()
        .closeHandle(pipe.write());
    reader
        .documented("handle-list-limits-pipes", "the reader waits", "ReadFile")
        .waits()
        .readFile(pipe.read(), buffer(64));
    end(parent, writer, "until the writer ends");
    reader
        .documented(
            "handle-list-limits-pipes",
            "for the bystander does not count",
            "The Old New Thing 2011-12-16")
        .nowFails(Win32Error.ERROR_BROKEN_PIPE);
    parent
        .documented("handle-list-limits-pipes", "which still runs", "WaitForSingleObject")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(bystander.process(), 0);
    bystander
        .documented("inherited-event-is-the-same", "and sets its event", "Handle Inheritance")
        .succeeds()
        .setEvent(event);
    parent
        .documented("inherited-event-is-the-same", "which is the parent's", "Handle Inheritance")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(event, Win32.INFINITE);
    end(parent, bystander, "it ends");
  }
}
