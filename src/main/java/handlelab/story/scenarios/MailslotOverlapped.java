package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle slot =
        owner
            .documented("slot-created-by-name", "a slot that waits for ever", "CreateMailslotW")
            .succeeds()
            .createMailslot(play.slot("slot"), 0, Win32.MAILSLOT_WAIT_FOREVER, null);
    owner
        .tested("mailslot-is-wait-object", "the idle slot is signalled", MAILSLOT_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(slot, 0);
    Handle client = client(play, owner, "slot");
    Handle event =
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    owner
        .documented("mailslot-read-overlapped", "a message", "WriteFile")
        .gives(4)
        .writeFile(client, message("here"));
    owner
        .documented("mailslot-read-overlapped", "is read at once", "Reading from a Mailslot")
        .gives("here")
        .readFile(slot, buffer(64), Overlapped.of(event));
    owner
        .documented("mailslot-read-overlapped", "which sets the event", "Reading from a Mailslot")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(event, 0);
    ActorThread reader = owner.thread("reader");
    reader
        .documented(
            "mailslot-wait-forever", "a read without an OVERLAPPED waits", "CreateMailslotW")
        .waits()
        .readFile(slot, buffer(64));
    owner
        .tested("mailslot-is-wait-object", "meanwhile the slot is not signalled", MAILSLOT_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(slot, 0);
    owner
        .documented("mailslot-wait-forever", "a message comes", "WriteFile")
        .gives(3)
        .writeFile(client, message("one"));
    reader.documented("mailslot-wait-forever", "which ends it", "CreateMailslotW").nowGives("one");
    owner
        .documented("mailslot-read-overlapped", "the timeout is set", "SetMailslotInfo")
        .succeeds()
        .setMailslotInfo(slot, 0);
    owner
        .tested(
            "mailslot-overlapped-times-out",
            "with none, a read ends at once with an OVERLAPPED, too",
            MAILSLOT_TEST + ", without one")
        .fails(Win32Error.ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64), Overlapped.of(event));
    owner
        .documented("mailslot-read-overlapped", "the timeout is set", "SetMailslotInfo")
        .succeeds()
        .setMailslotInfo(slot, 300);
    Overlapped late = Overlapped.of(event);
    owner
        .documented(
            "mailslot-read-overlapped",
            "without a message it is pending",
            "CreateMailslotW: the handle is overlapped")
        .gives(IoState.PENDING)
        .readFile(slot, buffer(64), late);
    owner
        .documented("mailslot-read-overlapped", "until one comes", "WriteFile")
        .gives(4)
        .writeFile(client, message("late"));
    owner
        .documented(
            "mailslot-read-overlapped",
            "which is its result",
            "CreateMailslotW: the handle is overlapped")
        .gives("late")
        .getOverlappedResult(slot, late, false);
  }
}
