package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Usage counts: the changes beside each step are the answer. */
public final class UsageCounts extends Question {
  private static final String OBJECTS = "Object Lifetime, NtQueryObject";

  public UsageCounts() {
    super("usage-counts/rows", "What does an object's usage count count?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "counted");
    Handle duplicate =
        parent
            .documented("usage-count-counts-rows", "a duplicate makes it two", OBJECTS)
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    parent
        .tested(
            "each-open-is-an-object",
            "a client end is another object, counted for itself",
            "wine dlls/kernelbase/tests/process.c, for NUL")
        .succeeds()
        .createFile(
            play.slot("counted"),
            Win32.GENERIC_WRITE,
            SHARE_ALL,
            SecurityAttributes.INHERITABLE,
            Win32.OPEN_EXISTING,
            0,
            null);
    parent
        .documented("usage-count-counts-rows", "a close makes it one", OBJECTS)
        .succeeds()
        .closeHandle(duplicate);
    Child first = child(parent, "first");
    Child second = child(parent, "second");
    end(parent, first);
    end(parent, second);
  }

  private static Child child(Actor parent, String role) {
    return parent
        .child(role)
        .inheriting()
        .start(
            parent
                .documented(
                    "usage-count-spans-processes", "each child that inherits counts", OBJECTS)
                .succeeds());
  }

  private static void end(Actor parent, Child child) {
    child.exit(0);
    parent
        .documented("usage-count-spans-processes", "until it ends", OBJECTS)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
  }
}
