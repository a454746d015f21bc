package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Closing somebody else's handle without getting one. */
public final class CloseInChild extends Question {
  public CloseInChild() {
    super("duplicate/close-source-only", "Can a handle of another process be closed from outside?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "victim");
    Handle client = client(play, parent, "victim");
    Child child = bareChild(parent);
    Handle pushed = push(parent, client, child, "it gets a handle");
    play.fact("remote-close-needs-no-target");
    parent
        .succeeds("no target, and DUPLICATE_CLOSE_SOURCE: only the closing is done")
        .duplicateHandle(child.process(), pushed, Handle.NULL, 0, false, DUPLICATE_CLOSE_SOURCE);
  }
}
