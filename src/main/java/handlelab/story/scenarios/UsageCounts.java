package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** Usage counts: the changes beside each step are the answer. */
public final class UsageCounts extends Question {
  private static final String OBJECTS = "Object Lifetime, NtQueryObject";

  public UsageCounts() {
    super("usage-counts/rows", "What does an object's usage count count?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    Handle slot = slot(play, parent, "counted");
    Handle duplicate =
        parent
            .step(documented("usage-count-counts-rows", "a duplicate makes it two", OBJECTS))
            .duplicateHandle(slot, 0, false, DUPLICATE_SAME_ACCESS);
    parent
        .step(
            tested(
                "each-open-is-an-object",
                "a client end is another object, counted for itself",
                "wine dlls/kernelbase/tests/process.c, for NUL"))
        .createFile(
            play.slot("counted"), Win32.GENERIC_WRITE, SHARE_ALL, SecurityAttributes.INHERITABLE);
    parent
        .step(documented("usage-count-counts-rows", "a close makes it one", OBJECTS))
        .closeHandle(duplicate);
    ChildPlayer first = child(parent, "first");
    ChildPlayer second = child(parent, "second");
    end(parent, first);
    end(parent, second);
  }

  private static ChildPlayer child(Player parent, String role) {
    return parent
        .step(documented("usage-count-spans-processes", "each child that inherits counts", OBJECTS))
        .startChild(role)
        .inheriting()
        .createProcess();
  }

  private static void end(Player parent, ChildPlayer child) {
    child.exit(0);
    parent
        .step(documented("usage-count-spans-processes", "until it ends", OBJECTS))
        .givesWait(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
  }
}
