package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** DuplicateHandle between two processes, both ways. */
public final class DuplicateIntoChild extends Question {
  public DuplicateIntoChild() {
    super("duplicate/two-processes", "How does a handle get into another process, and out again?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "pushed");
    Handle client = client(play, parent, "pushed");
    Child child = bareChild(parent);
    Handle pushed =
        push(parent, client, child, "a row in the child's table points to the same object");
    play.fact("duplicate-shares-object");
    child.gives("the child writes through it", 5).writeFile(pushed, message("child"));
    parent.gives("into the parent's slot", "child").readFile(slot, buffer(64));
    Handle fetched =
        parent
            .succeeds("it can be fetched back")
            .duplicateHandle(child.process(), pushed, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    parent.gives("and is what it was", true).compareObjectHandles(client, fetched);
    play.fact("close-source-moves-row");
    parent
        .succeeds("the child's row is closed from outside")
        .duplicateHandle(
            child.process(),
            pushed,
            SELF,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    pseudo(play, parent, child);
    afterTheEnd(play, parent, child, client);
  }

  private static void pseudo(Play play, Actor parent, Child child) {
    play.fact("pseudo-source-means-source-process");
    Handle process =
        parent
            .succeeds("-1 of the child is the child")
            .duplicateHandle(
                child.process(), Handle.CURRENT_PROCESS, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    parent.gives("as its id tells", child.processId()).getProcessId(process);
  }

  private static void afterTheEnd(Play play, Actor parent, Child child, Handle client) {
    end(parent, child, "the child ends");
    play.fact("ended-process-takes-nothing");
    parent
        .fails("nothing goes into a process that has ended", ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, client, child.process(), 0, false, DUPLICATE_SAME_ACCESS);
  }
}
