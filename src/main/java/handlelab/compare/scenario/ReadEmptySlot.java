package handlelab.compare.scenario;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.compare.Claim.documented;
import static handlelab.compare.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.compare.Play;
import handlelab.compare.Player;

/** Reading where no message waits. */
public final class ReadEmptySlot extends Question {
  public ReadEmptySlot() {
    super("mailslot-read/empty-slot", "What does ReadFile do where no message waits?");
  }

  @Override
  public void play(Play play) {
    Player receiver = play.process("receiver");
    Handle slot = slot(play, receiver, "empty");
    receiver
        .step(tested(36, "a new slot has no message; 0 stands for any size", MAILSLOT_TEST))
        .givesInfo(0, NO_MESSAGE, 0, 0)
        .getMailslotInfo(slot);
    receiver
        .step(tested(67, "with timeout 0 the read fails at once", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, 64);
    receiver
        .step(tested(68, "a buffer of no bytes makes no difference", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, 0);
    receiver
        .step(documented(86, "the timeout belongs to the slot and can be set", "SetMailslotInfo"))
        .setMailslotInfo(slot, 100);
    receiver
        .step(tested(70, "the read fails when its time is over", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, 64);
  }
}
