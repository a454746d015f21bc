package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** Overlapped reads of a mailslot, and what they do to its handle. */
public final class MailslotOverlapped extends Question {
  public MailslotOverlapped() {
    super("mailslot-read/overlapped", "How does an overlapped read of a mailslot end?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("slot-created-by-name");
    Handle slot =
        owner
            .succeeds("a slot that waits for ever")
            .createMailslot(play.slot("slot"), 0, MAILSLOT_WAIT_FOREVER, null);
    play.fact("mailslot-is-wait-object");
    owner.gives("the idle slot is signalled", WAIT_OBJECT_0).waitForSingleObject(slot, 0);
    Handle client = client(play, owner, "slot");
    Handle event = event(owner, "an event", true, false);
    play.fact("mailslot-read-overlapped");
    owner.gives("a message", 4).writeFile(client, message("here"));
    owner.gives("is read at once", "here").readFile(slot, buffer(64), Overlapped.of(event));
    owner.gives("which sets the event", WAIT_OBJECT_0).waitForSingleObject(event, 0);
    ActorThread reader = owner.thread("reader");
    play.fact("mailslot-wait-forever");
    reader.waits("a read without an OVERLAPPED waits").readFile(slot, buffer(64));
    play.fact("mailslot-is-wait-object");
    owner.gives("meanwhile the slot is not signalled", WAIT_TIMEOUT).waitForSingleObject(slot, 0);
    play.fact("mailslot-wait-forever");
    owner.gives("a message comes", 3).writeFile(client, message("one"));
    reader.nowGives("which ends it", "one");
    play.fact("mailslot-read-overlapped");
    owner.succeeds("the timeout is set").setMailslotInfo(slot, 0);
    play.fact("mailslot-overlapped-times-out");
    owner
        .fails("with none, a read ends at once with an OVERLAPPED, too", ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64), Overlapped.of(event));
    play.fact("mailslot-read-overlapped");
    owner.succeeds("the timeout is set").setMailslotInfo(slot, 300);
    Overlapped late = Overlapped.of(event);
    owner
        .gives("without a message it is pending", IoState.PENDING)
        .readFile(slot, buffer(64), late);
    owner.gives("until one comes", 4).writeFile(client, message("late"));
    owner.gives("which is its result", "late").getOverlappedResult(slot, late, false);
  }
}
