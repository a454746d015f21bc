package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.PipeHandles;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Duplicates of events and pipes: what access they can have. */
public final class DuplicateObjects extends Question {
  public DuplicateObjects() {
    super("duplicate/objects", "Which access can a duplicate of an event or of a pipe have?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("pipe-attributes-apply-to-both");
    PipeHandles pipe = owner.succeeds("a pipe").createPipe(null, 0);
    play.fact("event-initial-state");
    Handle event =
        owner.creates("an inheritable event").createEvent(INHERITABLE, false, false, null).handle();
    Child child = heir(owner, "child", event);
    play.fact("inherited-event-is-the-same");
    child.findsAccess("the child's row has the same access", event, EVENT_ALL_ACCESS);
    child.gives("and the same flag", HANDLE_FLAG_INHERIT).getHandleInformation(event);
    child.succeeds("it sets the event").setEvent(event);
    owner.gives("which its creator sees", WAIT_OBJECT_0).waitForSingleObject(event, 0);
    play.fact("duplicate-shares-object");
    Handle theirs =
        copy(owner.succeeds("a pipe's end for the child"), pipe.write(), child.process());
    owner.succeeds("its creator closes its own").closeHandle(pipe.write());
    child.gives("the child writes", 5).writeFile(theirs, message("child"));
    owner.gives("to the same pipe", "child").readFile(pipe.read(), buffer(64));
    end(owner, child, "it ends, and with it the last write end");
    play.fact("pipe-drains-then-breaks");
    owner.fails("the pipe is broken", ERROR_BROKEN_PIPE).readFile(pipe.read(), buffer(8));
    play.fact("file-handle-not-raised");
    withAccess(
        owner.fails("a read end for writing", ERROR_ACCESS_DENIED), pipe.read(), GENERIC_WRITE);
  }
}
