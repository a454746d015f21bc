package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The two flags of a row. */
public final class HandleFlags extends Question {
  private static final int INHERIT = HANDLE_FLAG_INHERIT;
  private static final int PROTECT = HANDLE_FLAG_PROTECT_FROM_CLOSE;

  public HandleFlags() {
    super("handle-flags/set-and-get", "What do the flags of a handle do when they are set?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "flags");
    play.fact("new-row-has-no-flags");
    owner.gives("a new handle has none", 0).getHandleInformation(slot);
    play.fact("flags-set-by-mask");
    owner.succeeds("inherit is set").setHandleInformation(slot, INHERIT, INHERIT);
    owner.gives("and told", INHERIT).getHandleInformation(slot);
    owner.succeeds("protection comes on top").setHandleInformation(slot, PROTECT, PROTECT);
    owner.gives("both are told", INHERIT | PROTECT).getHandleInformation(slot);
    play.fact("flags-outside-mask-stay");
    owner
        .succeeds("what is outside the mask is not touched")
        .setHandleInformation(slot, INHERIT, PROTECT);
    owner.gives("so one goes and one stays", PROTECT).getHandleInformation(slot);
    owner.succeeds("an empty mask changes nothing").setHandleInformation(slot, 0, INHERIT);
    owner.gives("as can be seen", PROTECT).getHandleInformation(slot);
    owner.succeeds("a flag is cleared in the same way").setHandleInformation(slot, PROTECT, 0);
    play.fact("unknown-flag-bits-ignored");
    owner.succeeds("bits that are no flags are ignored").setHandleInformation(slot, 0x10, 0x10);
    owner.gives("and leave nothing behind", 0).getHandleInformation(slot);
    play.fact("pseudo-handle-has-no-flags");
    owner.gives("a pseudo handle has no flags", 0).getHandleInformation(SELF);
    owner
        .observed("and can have none: it has no row", "gradle native-platform, issue 397")
        .fails(ERROR_ACCESS_DENIED)
        .setHandleInformation(SELF, INHERIT, INHERIT);
    play.fact("flags-of-null-not-set");
    owner
        .fails("flags of no handle cannot be set", ERROR_INVALID_HANDLE)
        .setHandleInformation(Handle.NULL, INHERIT, INHERIT);
  }
}
