package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** DuplicateHandle between two processes, both ways. */
public final class DuplicateIntoChild extends Question {
  private static final String PAGE = "DuplicateHandle";

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
    child
        .documented("duplicate-shares-object", "the child writes through it", PAGE)
        .gives(5)
        .writeFile(pushed, message("child"));
    parent
        .documented("duplicate-shares-object", "into the parent's slot", PAGE)
        .gives("child")
        .readFile(slot, buffer(64));
    Handle fetched =
        parent
            .documented("duplicate-shares-object", "it can be fetched back", PAGE)
            .succeeds()
            .duplicateHandle(child.process(), pushed, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    parent
        .documented("duplicate-shares-object", "and is what it was", PAGE)
        .gives(true)
        .compareObjectHandles(client, fetched);
    parent
        .documented("close-source-moves-row", "the child's row is closed from outside", PAGE)
        .succeeds()
        .duplicateHandle(
            child.process(),
            pushed,
            SELF,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    pseudo(parent, child);
    afterTheEnd(parent, child, client);
  }

  private static void pseudo(Actor parent, Child child) {
    Handle process =
        parent
            .documented(
                "pseudo-source-means-source-process",
                "-1 of the child is the child",
                "Process Security and Access Rights")
            .succeeds()
            .duplicateHandle(
                child.process(), Handle.CURRENT_PROCESS, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    parent
        .documented(
            "pseudo-source-means-source-process",
            "as its id tells",
            "Process Security and Access Rights")
        .gives(child.processId())
        .getProcessId(process);
  }

  private static void afterTheEnd(Actor parent, Child child, Handle client) {
    end(parent, child, "the child ends");
    parent
        .assumed(
            "ended-process-takes-nothing",
            "nothing goes into a process that has ended",
            "STATUS_PROCESS_IS_TERMINATING")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, client, child.process(), 0, false, DUPLICATE_SAME_ACCESS);
  }
}
