package handlelab.compare.scenario;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32Error.ERROR_SEM_TIMEOUT;
import static handlelab.compare.Claim.documented;
import static handlelab.compare.Claim.tested;

import handlelab.api.Handle;
import handlelab.compare.Play;
import handlelab.compare.Player;
import handlelab.compare.Scenario;

public final class ReadEmptySlot implements Scenario {
  private static final String TEST = "wine dlls/kernel32/tests/mailslot.c";

  @Override
  public String name() {
    return "mailslot-read/empty-slot";
  }

  @Override
  public String question() {
    return "What does ReadFile do where no message waits?";
  }

  @Override
  public void play(Play play) {
    Player receiver = play.process("receiver");
    Handle slot =
        receiver
            .step(documented(4, "a slot is made by its name", "CreateMailslotW"))
            .createMailslot(play.slot("empty"), 0, 0, null);
    receiver
        .step(tested(36, "a new slot has no message; 0 stands for any size", TEST))
        .givesInfo(0, NO_MESSAGE, 0, 0)
        .getMailslotInfo(slot);
    receiver
        .step(tested(67, "with timeout 0 the read fails at once", TEST))
        .fails(ERROR_SEM_TIMEOUT)
        .readFile(slot, 64);
    receiver
        .step(tested(68, "a buffer of no bytes makes no difference", TEST))
        .fails(ERROR_SEM_TIMEOUT)
        .readFile(slot, 0);
    receiver
        .step(documented(86, "the timeout belongs to the slot and can be set", "SetMailslotInfo"))
        .setMailslotInfo(slot, 100);
    receiver
        .step(tested(70, "the read fails when its time is over", TEST))
        .fails(ERROR_SEM_TIMEOUT)
        .readFile(slot, 64);
    receiver.step(documented(103, "a handle is closed once", "CloseHandle")).closeHandle(slot);
  }
}
