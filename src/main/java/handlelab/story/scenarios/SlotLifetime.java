package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** How long slot and name live. */
public final class SlotLifetime extends Question {
  /** That the client ends are closed is documented; 38 is the most likely error of a write then. */
  private static final int[] DEAD_SLOT = {
    ERROR_HANDLE_EOF, ERROR_INVALID_HANDLE, ERROR_BROKEN_PIPE
  };

  public SlotLifetime() {
    super("mailslot-lifetime/last-server-handle", "When does a mailslot go, and with it its name?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "life");
    Handle client = client(play, owner, "life");
    play.fact("write-is-one-message");
    owner.gives("a message waits", 3).writeFile(client, message("old"));
    play.fact("server-end-rows-share-slot");
    Handle second =
        copy(owner.succeeds("a duplicate is another row for the same server end"), slot);
    play.fact("slot-lives-until-last-server-close");
    owner.succeeds("closing the first server handle leaves the slot").closeHandle(slot);
    owner
        .fails("its name is still taken", ERROR_ALREADY_EXISTS)
        .createMailslot(play.slot("life"), 0, 0, null);
    owner
        .gives("and its message still waits", new MailslotInfo(0, 3, 1, 0))
        .getMailslotInfo(second);
    owner.succeeds("closing the last one ends the slot").closeHandle(second);
    play.fact("write-to-dead-slot-fails");
    owner
        .fails("the client that is left writes to nobody", DEAD_SLOT)
        .writeFile(client, message("lost"));
    play.fact("client-does-not-keep-slot-name");
    Handle again =
        owner.succeeds("and does not keep the name").createMailslot(play.slot("life"), 0, 0, null);
    play.fact("last-server-close-drops-messages");
    owner
        .gives("the new slot starts empty", new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(again);
    play.fact("old-client-does-not-reach-new-slot");
    owner.fails("the old client does not find it", DEAD_SLOT).writeFile(client, message("lost"));
    slot(play, owner, "free");
    play.fact("slot-name-free-after-last-close");
    Handle free =
        owner.succeeds("with no client left ...").createMailslot(play.slot("free2"), 0, 0, null);
    owner.succeeds("... the last close").closeHandle(free);
    owner.succeeds("frees the name at once").createMailslot(play.slot("free2"), 0, 0, null);
  }
}
