package handlelab.compare.scenario;

import static handlelab.compare.Claim.assumed;
import static handlelab.compare.Claim.documented;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.compare.ChildPlayer;
import handlelab.compare.Play;
import handlelab.compare.Player;

/** A server end that a child inherits: who keeps the slot, who reads. */
public final class InheritReader extends Question {
  private static final String ABOUT = "About Mailslots";

  public InheritReader() {
    super("inheritance/server-end", "What can a child do with the server end that it inherits?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    Handle slot = slot(play, parent, "shared");
    Handle client = client(play, parent, "shared");
    parent
        .step(
            documented(
                172, "the server end is marked inheritable, and protected", "SetHandleInformation"))
        .setHandleInformation(slot, 3, 3);
    ChildPlayer started =
        parent
            .step(documented(165, "the child inherits it", "Handle Inheritance"))
            .startChild("child")
            .inheriting()
            .createProcess();
    Player child = started.player();
    child
        .step(assumed(166, "the whole row is copied, protection as well", "Wine and ReactOS do so"))
        .givesFlags(3)
        .getHandleInformation(slot);
    parent.step(documented(46, "a message", ABOUT)).gives(5).writeFile(client, "first");
    parent.step(documented(46, "and another", ABOUT)).gives(6).writeFile(client, "second");
    child
        .step(documented(170, "the child reads from the one queue", ABOUT))
        .gives("first")
        .readFile(slot, 64);
    parent.step(documented(92, "and so does the parent", ABOUT)).gives("second").readFile(slot, 64);
    child
        .step(documented(40, "the child sets the slot's timeout", "CreateMailslotW"))
        .setMailslotInfo(slot, 50);
    parent
        .step(documented(85, "which holds for the parent's reads", "CreateMailslotW"))
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, 64);
    parent
        .step(documented(122, "the parent takes the protection off", "SetHandleInformation"))
        .setHandleInformation(slot, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    parent.step(documented(94, "and closes its row", "CreateMailslotW")).closeHandle(slot);
    parent
        .step(documented(94, "the slot lives on in the child", "CreateMailslotW"))
        .gives(5)
        .writeFile(client, "third");
    child
        .step(documented(94, "which reads on", "CreateMailslotW"))
        .gives("third")
        .readFile(slot, 64);
    end(parent, started, "the child ends");
    parent.step(documented(103, "the last client closes", "CloseHandle")).closeHandle(client);
    parent
        .step(
            documented(
                256,
                "with its last process the slot has gone, protected or not",
                "CreateMailslotW"))
        .createMailslot(play.slot("shared"), 0, 0, null);
  }
}
