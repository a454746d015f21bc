package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Reading where no message waits. */
public final class ReadEmptySlot extends Question {
  public ReadEmptySlot() {
    super("mailslot-read/empty-slot", "What does ReadFile do where no message waits?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    Handle slot = slot(play, receiver, "empty");
    receiver
        .tested(
            "slot-settings-of-zero",
            "a new slot has no message; 0 stands for any size",
            MAILSLOT_TEST)
        .gives(new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
    receiver
        .tested("empty-slot-fails-at-once", "with timeout 0 the read fails at once", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
    receiver
        .tested(
            "empty-buffer-on-empty-slot-fails-alike",
            "a buffer of no bytes makes no difference",
            MAILSLOT_TEST)
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(0));
    receiver
        .documented(
            "read-timeout-can-be-set",
            "the timeout belongs to the slot and can be set",
            "SetMailslotInfo")
        .succeeds()
        .setMailslotInfo(slot, 100);
    receiver
        .tested("read-waits-out-timeout", "the read fails when its time is over", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
  }
}
