package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** How long slot and name live. */
public final class SlotLifetime extends Question {
  /** That the client ends are closed is documented; 38 is the most likely error of a write then. */
  private static final int[] DEAD_SLOT = {
    Win32Error.ERROR_HANDLE_EOF, Win32Error.ERROR_INVALID_HANDLE, Win32Error.ERROR_BROKEN_PIPE
  };

  public SlotLifetime() {
    super("mailslot-lifetime/last-server-handle", "When does a mailslot go, and with it its name?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "life");
    Handle client = client(play, owner, "life");
    owner
        .documented("write-is-one-message", "a message waits", "WriteFile")
        .gives(3)
        .writeFile(client, message("old"));
    Handle second =
        owner
            .documented(
                "server-end-rows-share-slot",
                "a duplicate is another row for the same server end",
                "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    owner
        .documented(
            "slot-lives-until-last-server-close",
            "closing the first server handle leaves the slot",
            "CreateMailslotW")
        .succeeds()
        .closeHandle(slot);
    owner
        .documented(
            "slot-lives-until-last-server-close", "its name is still taken", "CreateMailslotW")
        .fails(Win32Error.ERROR_ALREADY_EXISTS)
        .createMailslot(play.slot("life"), 0, 0, null);
    owner
        .documented(
            "slot-lives-until-last-server-close", "and its message still waits", "CreateMailslotW")
        .gives(new MailslotInfo(0, 3, 1, 0))
        .getMailslotInfo(second);
    owner
        .documented(
            "slot-lives-until-last-server-close",
            "closing the last one ends the slot",
            "CreateMailslotW")
        .succeeds()
        .closeHandle(second);
    owner
        .documented(
            "write-to-dead-slot-fails",
            "the client that is left writes to nobody",
            "Reading from a Mailslot, but not which error")
        .fails(DEAD_SLOT)
        .writeFile(client, message("lost"));
    Handle again =
        owner
            .documented(
                "client-does-not-keep-slot-name",
                "and does not keep the name",
                "Reading from a Mailslot")
            .succeeds()
            .createMailslot(play.slot("life"), 0, 0, null);
    owner
        .documented(
            "last-server-close-drops-messages", "the new slot starts empty", "About Mailslots")
        .gives(new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(again);
    owner
        .documented(
            "old-client-does-not-reach-new-slot",
            "the old client does not find it",
            "Reading from a Mailslot, but not which error")
        .fails(DEAD_SLOT)
        .writeFile(client, message("lost"));
    slot(play, owner, "free");
    Handle free =
        owner
            .documented(
                "slot-name-free-after-last-close", "with no client left ...", "CreateMailslotW")
            .succeeds()
            .createMailslot(play.slot("free2"), 0, 0, null);
    owner
        .documented("slot-name-free-after-last-close", "... the last close", "CreateMailslotW")
        .succeeds()
        .closeHandle(free);
    owner
        .documented("slot-name-free-after-last-close", "frees the name at once", "CreateMailslotW")
        .succeeds()
        .createMailslot(play.slot("free2"), 0, 0, null);
  }
}
