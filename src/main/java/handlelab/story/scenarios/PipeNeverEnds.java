package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.PipeHandles;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Child;
import handlelab.story.Play;

/** The pipe that never ends: another child has the write end, too. */
public final class PipeNeverEnds extends PipeQuestion {
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
    play.fact("pipe-that-never-ends");
    Child writer = child(parent, "writer");
    Child bystander = child(parent, "bystander");
    parent.succeeds("the parent closes its own write end").closeHandle(pipe.write());
    play.fact("inherited-pipe-same-value");
    writer.gives("the writer writes", 4).writeFile(pipe.write(), message("done"));
    end(parent, writer, "and ends");
    play.fact("pipe-that-never-ends");
    reader.gives("the reader gets what it wrote", "done").readFile(pipe.read(), buffer(64));
    reader.waits("and waits for more, though nobody will write").readFile(pipe.read(), buffer(64));
    bystander
        .gives("for the bystander has the write end", HANDLE_FLAG_INHERIT)
        .getHandleInformation(pipe.write());
    end(parent, bystander, "it ends");
    reader.nowFails("and with it the pipe", ERROR_BROKEN_PIPE);
    cure(play, parent, reader);
  }

  private static void keepReadEnd(Actor parent, Handle read) {
    parent
        .step("flag-set-later-counts", "the read end is not for children")
        .succeeds()
        .setHandleInformation(read, HANDLE_FLAG_INHERIT, 0);
  }

  private static Child child(Actor parent, String name) {
    return parent.child(name).inheriting().starts("a child that inherits all there is");
  }

  /** The same once more; now each child gets only what is listed. */
  private static void cure(Play play, Actor parent, ActorThread reader) {
    PipeHandles pipe = pipe(parent);
    keepReadEnd(parent, pipe.read());
    play.fact("event-initial-state");
    Handle event =
        parent
            .creates("something for the bystander")
            .createEvent(INHERITABLE, true, false, null)
            .handle();
    Child writer = heir(parent, "listed writer", pipe.write());
    play.fact("handle-list-limits-pipes");
    Child bystander =
        parent
            .child("listed bystander")
            .inheriting()
            .list(event)
            .suspended()
            .starts("another child gets the event only");
    bystander.findsNoRow("so it has not got the write end", pipe.write());
    play.fact("suspended-process-does-not-run");
    parent.gives("it runs", 1).resumeThread(bystander.thread());
    play.fact("handle-list-limits-pipes");
    parent.succeeds("the parent closes its own write end").closeHandle(pipe.write());
    reader.waits("the reader waits").readFile(pipe.read(), buffer(64));
    end(parent, writer, "until the writer ends");
    reader.nowFails("for the bystander does not count", ERROR_BROKEN_PIPE);
    parent.gives("which still runs", WAIT_TIMEOUT).waitForSingleObject(bystander.process(), 0);
    play.fact("inherited-event-is-the-same");
    bystander.succeeds("and sets its event").setEvent(event);
    parent.gives("which is the parent's", WAIT_OBJECT_0).waitForSingleObject(event, INFINITE);
    end(parent, bystander, "it ends");
  }
}
