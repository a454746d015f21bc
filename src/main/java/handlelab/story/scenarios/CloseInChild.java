package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.story.Claim.documented;

import handlelab.api.Handle;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** Closing somebody else's handle without getting one. */
public final class CloseInChild extends Question {
  private static final String PAGE = "DuplicateHandle";

  public CloseInChild() {
    super("duplicate/close-source-only", "Can a handle of another process be closed from outside?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    slot(play, parent, "victim");
    Handle client = client(play, parent, "victim");
    ChildPlayer started = bareChild(parent);
    Player child = started.player();
    Handle pushed = push(parent, client, started, "it gets a handle");
    parent
        .step(
            documented(
                "remote-close-needs-no-target",
                "no target, and DUPLICATE_CLOSE_SOURCE: only the closing is done",
                PAGE))
        .duplicateHandle(
            started.process(), pushed, child, Handle.NULL, null, 0, false, DUPLICATE_CLOSE_SOURCE);
  }
}
