package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** What a slot is made with, and what it tells of it. */
public final class SlotSettings extends Question {
  public SlotSettings() {
    super("mailslot-create/settings", "What do the parameters of CreateMailslotW come back as?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("slot-settings-of-minus-one");
    Handle largest =
        owner
            .succeeds("both numbers may be the largest")
            .createMailslot(play.slot("largest"), -1, MAILSLOT_WAIT_FOREVER, null);
    play.fact("wait-forever-comes-back");
    owner
        .gives("for ever comes back as the largest number", new MailslotInfo(-1, NO_MESSAGE, 0, -1))
        .getMailslotInfo(largest);
    play.fact("read-timeout-can-be-set");
    owner.succeeds("the timeout can be set").setMailslotInfo(largest, 0);
    owner
        .gives("and comes back as set", new MailslotInfo(-1, NO_MESSAGE, 0, 0))
        .getMailslotInfo(largest);
    play.fact("longest-timeout-is-not-forever");
    owner
        .succeeds("one less than the largest is 49 days, not for ever")
        .setMailslotInfo(largest, -2);
    owner
        .gives("and comes back as that", new MailslotInfo(-1, NO_MESSAGE, 0, -2))
        .getMailslotInfo(largest);
    play.fact("slot-not-inheritable-by-default");
    owner
        .gives("without attributes the handle is not inheritable", 0)
        .getHandleInformation(largest);
    play.fact("slot-created-inheritable");
    Handle inheritable =
        owner
            .succeeds("attributes may ask for an inheritable handle")
            .createMailslot(play.slot("inheritable"), 0, 0, INHERITABLE);
    owner.gives("which it then is", HANDLE_FLAG_INHERIT).getHandleInformation(inheritable);
    play.fact("slot-information-needs-slot");
    owner.fails("no handle has no settings", ERROR_INVALID_HANDLE).getMailslotInfo(Handle.NULL);
    play.fact("slot-information-of-invalid-value-fails");
    owner
        .fails("nor has the process behind -1", ERROR_INVALID_HANDLE)
        .getMailslotInfo(Handle.CURRENT_PROCESS);
    play.fact("slot-information-needs-slot");
    owner.fails("nothing can be set there", ERROR_INVALID_HANDLE).setMailslotInfo(Handle.NULL, 0);
  }
}
