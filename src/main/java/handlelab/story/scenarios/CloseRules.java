package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** What CloseHandle takes for a handle. */
public final class CloseRules extends Question {
  public CloseRules() {
    super("handle-close/values", "Which values does CloseHandle close?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "close");
    play.fact("second-close-fails");
    owner.succeeds("a handle is closed").closeHandle(slot);
    owner.fails("once", ERROR_INVALID_HANDLE).closeHandle(slot);
    play.fact("flags-need-a-row");
    owner.fails("a closed handle has no flags", ERROR_INVALID_HANDLE).getHandleInformation(slot);
    Handle low = slot(play, owner, "low");
    play.fact("low-two-bits-ignored");
    owner
        .gives("the low two bits of a value do not count", 0)
        .getHandleInformation(new Handle(low.value() + 3));
    owner.succeeds("nor do they when it is closed").closeHandle(new Handle(low.value() + 1));
    play.fact("close-null-fails");
    owner.fails("NULL is no handle", ERROR_INVALID_HANDLE).closeHandle(Handle.NULL);
    play.fact("close-unknown-value-fails");
    owner
        .fails("nor is a value that nobody handed out", ERROR_INVALID_HANDLE)
        .closeHandle(new Handle(0x7fff_fff0L));
    Handle high = slot(play, owner, "high");
    play.fact("close-looks-at-upper-half");
    owner
        .fails("nor is one with bits above the 32nd", ERROR_INVALID_HANDLE)
        .getHandleInformation(new Handle(high.value() | 0x1_0000_0000L));
    play.fact("upper-half-of-value-counts");
    owner
        .fails("-1 cut to 32 bits is none", ERROR_INVALID_HANDLE)
        .getProcessId(new Handle(0xffff_ffffL));
    play.fact("flags-set-by-mask");
    owner
        .succeeds("a row can be protected from close")
        .setHandleInformation(high, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
    play.fact("protected-row-not-closed");
    owner.fails("it then is not closed", ERROR_INVALID_HANDLE).closeHandle(high);
    owner.gives("and is still there", HANDLE_FLAG_PROTECT_FROM_CLOSE).getHandleInformation(high);
    play.fact("flags-outside-mask-stay");
    owner
        .succeeds("only the bits of the mask change")
        .setHandleInformation(high, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    play.fact("second-close-fails");
    owner.succeeds("without the flag it is closed").closeHandle(high);
    play.fact("reading-needs-file-handle");
    owner
        .fails("-1 is no file to read from", ERROR_INVALID_HANDLE)
        .readFile(Handle.INVALID, buffer(8));
  }
}
