package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Usage counts: the changes beside each step are the answer. */
public final class UsageCounts extends Question {
  public UsageCounts() {
    super("usage-counts/rows", "What does an object's usage count count?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "counted");
    play.fact("usage-count-counts-rows");
    Handle duplicate = copy(parent.succeeds("a duplicate makes it two"), slot);
    play.fact("each-open-is-an-object");
    parent
        .succeeds("a client end is another object, counted for itself")
        .createFile(
            play.slot("counted"), GENERIC_WRITE, SHARE_ALL, INHERITABLE, OPEN_EXISTING, 0, null);
    play.fact("usage-count-counts-rows");
    parent.succeeds("a close makes it one").closeHandle(duplicate);
    play.fact("usage-count-spans-processes");
    Child first = child(parent, "first");
    Child second = child(parent, "second");
    end(parent, first);
    end(parent, second);
  }

  private static Child child(Actor parent, String role) {
    return parent.child(role).inheriting().starts("each child that inherits counts");
  }

  private static void end(Actor parent, Child child) {
    child.exit(0);
    parent.gives("until it ends", WAIT_OBJECT_0).waitForSingleObject(child.process(), INFINITE);
  }
}
