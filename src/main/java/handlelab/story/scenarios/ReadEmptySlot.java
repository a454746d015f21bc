package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
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
    play.fact("slot-settings-of-zero");
    receiver
        .gives(
            "a new slot has no message; 0 stands for any size",
            new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
    play.fact("empty-slot-fails-at-once");
    receiver
        .fails("with timeout 0 the read fails at once", ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
    play.fact("empty-buffer-on-empty-slot-fails-alike");
    receiver
        .fails("a buffer of no bytes makes no difference", ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(0));
    play.fact("read-timeout-can-be-set");
    receiver.succeeds("the timeout belongs to the slot and can be set").setMailslotInfo(slot, 100);
    play.fact("read-waits-out-timeout");
    receiver
        .fails("the read fails when its time is over", ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
  }
}
