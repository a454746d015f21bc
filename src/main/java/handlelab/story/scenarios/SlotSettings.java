package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle largest =
        owner
            .tested("slot-settings-of-minus-one", "both numbers may be the largest", MAILSLOT_TEST)
            .succeeds()
            .createMailslot(play.slot("largest"), -1, Win32.MAILSLOT_WAIT_FOREVER, null);
    owner
        .tested(
            "wait-forever-comes-back", "for ever comes back as the largest number", MAILSLOT_TEST)
        .gives(new MailslotInfo(-1, NO_MESSAGE, 0, -1))
        .getMailslotInfo(largest);
    owner
        .documented("read-timeout-can-be-set", "the timeout can be set", "SetMailslotInfo")
        .succeeds()
        .setMailslotInfo(largest, 0);
    owner
        .documented("read-timeout-can-be-set", "and comes back as set", "GetMailslotInfo")
        .gives(new MailslotInfo(-1, NO_MESSAGE, 0, 0))
        .getMailslotInfo(largest);
    owner
        .assumed(
            "longest-timeout-is-not-forever",
            "one less than the largest is 49 days, not for ever",
            "numbers are unsigned")
        .succeeds()
        .setMailslotInfo(largest, -2);
    owner
        .assumed("longest-timeout-is-not-forever", "and comes back as that", "numbers are unsigned")
        .gives(new MailslotInfo(-1, NO_MESSAGE, 0, -2))
        .getMailslotInfo(largest);
    owner
        .documented(
            "slot-not-inheritable-by-default",
            "without attributes the handle is not inheritable",
            "CreateMailslotW")
        .gives(0)
        .getHandleInformation(largest);
    Handle inheritable =
        owner
            .documented(
                "slot-created-inheritable",
                "attributes may ask for an inheritable handle",
                "CreateMailslotW")
            .succeeds()
            .createMailslot(play.slot("inheritable"), 0, 0, SecurityAttributes.INHERITABLE);
    owner
        .documented("slot-created-inheritable", "which it then is", "CreateMailslotW")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    owner
        .tested(
            "slot-information-needs-slot",
            "no handle has no settings",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getMailslotInfo(Handle.NULL);
    owner
        .tested(
            "slot-information-of-invalid-value-fails",
            "nor has the process behind -1",
            MAILSLOT_TEST + ", that it fails")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getMailslotInfo(Handle.CURRENT_PROCESS);
    owner
        .tested(
            "slot-information-needs-slot",
            "nothing can be set there",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .setMailslotInfo(Handle.NULL, 0);
  }
}
