package handlelab.story.scenarios;

import static handlelab.story.Claim.assumed;
import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

/** The two flags of a row. */
public final class HandleFlags extends Question {
  private static final int INHERIT = Win32.HANDLE_FLAG_INHERIT;
  private static final int PROTECT = Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;

  public HandleFlags() {
    super("handle-flags/set-and-get", "What do the flags of a handle do when they are set?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "flags");
    get(owner, slot, 0, tested("new-row-has-no-flags", "a new handle has none", PROCESS_TEST));
    set(owner, slot, INHERIT, INHERIT, tested("flags-set-by-mask", "inherit is set", PROCESS_TEST));
    get(owner, slot, INHERIT, tested("flags-set-by-mask", "and told", PROCESS_TEST));
    set(
        owner,
        slot,
        PROTECT,
        PROTECT,
        tested("flags-set-by-mask", "protection comes on top", PROCESS_TEST));
    get(owner, slot, INHERIT | PROTECT, tested("flags-set-by-mask", "both are told", PROCESS_TEST));
    set(
        owner,
        slot,
        INHERIT,
        PROTECT,
        documented(
            "flags-outside-mask-stay",
            "what is outside the mask is not touched",
            "SetHandleInformation"));
    get(
        owner,
        slot,
        PROTECT,
        documented("flags-outside-mask-stay", "so one goes and one stays", "SetHandleInformation"));
    set(
        owner,
        slot,
        0,
        INHERIT,
        documented(
            "flags-outside-mask-stay", "an empty mask changes nothing", "SetHandleInformation"));
    get(
        owner,
        slot,
        PROTECT,
        documented("flags-outside-mask-stay", "as can be seen", "SetHandleInformation"));
    set(
        owner,
        slot,
        PROTECT,
        0,
        documented(
            "flags-outside-mask-stay",
            "a flag is cleared in the same way",
            "SetHandleInformation"));
    owner
        .assumed("unknown-flag-bits-ignored", "bits that are no flags are ignored", "Wine does so")
        .succeeds()
        .setHandleInformation(slot, 0x10, 0x10);
    get(
        owner,
        slot,
        0,
        assumed("unknown-flag-bits-ignored", "and leave nothing behind", "Wine does so"));
    get(
        owner,
        Handle.CURRENT_PROCESS,
        0,
        assumed("pseudo-handle-has-no-flags", "a pseudo handle has no flags", "NT object manager"));
    owner
        .observed(
            "pseudo-handle-has-no-flags",
            "and can have none: it has no row",
            "gradle native-platform, issue 397")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .setHandleInformation(Handle.CURRENT_PROCESS, INHERIT, INHERIT);
    owner
        .assumed(
            "flags-of-null-not-set",
            "flags of no handle cannot be set",
            "an invalid handle is error 6")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .setHandleInformation(Handle.NULL, INHERIT, INHERIT);
  }

  private static void get(Actor owner, Handle handle, int flags, Claim claim) {
    owner.step(claim).gives(flags).getHandleInformation(handle);
  }

  private static void set(Actor owner, Handle handle, int mask, int flags, Claim claim) {
    owner.step(claim).succeeds().setHandleInformation(handle, mask, flags);
  }
}
