package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** A server end that a child inherits: who keeps the slot, who reads. */
public final class InheritReader extends Question {
  private static final String ABOUT = "About Mailslots";

  public InheritReader() {
    super("inheritance/server-end", "What can a child do with the server end that it inherits?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "shared");
    Handle client = client(play, parent, "shared");
    parent
        .documented(
            "flag-set-later-counts",
            "the server end is marked inheritable, and protected",
            "SetHandleInformation")
        .succeeds()
        .setHandleInformation(slot, 3, 3);
    Child child =
        parent
            .child("child")
            .inheriting()
            .start(
                parent
                    .documented(
                        "inheritable-rows-copied", "the child inherits it", "Handle Inheritance")
                    .succeeds());
    child
        .assumed(
            "protect-flag-copied",
            "the whole row is copied, protection as well",
            "Wine and ReactOS do so")
        .gives(3)
        .getHandleInformation(slot);
    parent
        .documented("reading-needs-server-end", "a message", ABOUT)
        .gives(5)
        .writeFile(client, message("first"));
    parent
        .documented("reading-needs-server-end", "and another", ABOUT)
        .gives(6)
        .writeFile(client, message("second"));
    child
        .documented("inherited-server-end-reads", "the child reads from the one queue", ABOUT)
        .gives("first")
        .readFile(slot, buffer(64));
    parent
        .documented("server-end-rows-share-slot", "and so does the parent", ABOUT)
        .gives("second")
        .readFile(slot, buffer(64));
    child
        .documented(
            "read-timeout-belongs-to-slot", "the child sets the slot's timeout", "CreateMailslotW")
        .succeeds()
        .setMailslotInfo(slot, 50);
    parent
        .documented(
            "read-timeout-belongs-to-slot", "which holds for the parent's reads", "CreateMailslotW")
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
    parent
        .documented(
            "flags-outside-mask-stay",
            "the parent takes the protection off",
            "SetHandleInformation")
        .succeeds()
        .setHandleInformation(slot, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    parent
        .documented("slot-lives-until-last-server-close", "and closes its row", "CreateMailslotW")
        .succeeds()
        .closeHandle(slot);
    parent
        .documented(
            "slot-lives-until-last-server-close",
            "the slot lives on in the child",
            "CreateMailslotW")
        .gives(5)
        .writeFile(client, message("third"));
    child
        .documented("slot-lives-until-last-server-close", "which reads on", "CreateMailslotW")
        .gives("third")
        .readFile(slot, buffer(64));
    end(parent, child, "the child ends");
    parent
        .documented("second-close-fails", "the last client closes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    parent
        .documented(
            "process-end-closes-rows",
            "with its last process the slot has gone, protected or not",
            "CreateMailslotW")
        .succeeds()
        .createMailslot(play.slot("shared"), 0, 0, null);
  }
}
