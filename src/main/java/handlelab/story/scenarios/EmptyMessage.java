package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** A message of no bytes. */
public final class EmptyMessage extends Question {
  public EmptyMessage() {
    super("mailslot-read/empty-message", "Is a message of no bytes a message?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    Handle slot = slot(play, receiver, "nothing");
    Handle client = client(play, receiver, "nothing");
    receiver
        .tested("empty-write-is-a-message", "it can be written", MAILSLOT_TEST)
        .gives(0)
        .writeFile(client, message(""));
    receiver
        .tested(
            "empty-write-is-a-message",
            "it counts, and its size is 0, not 'no message'",
            MAILSLOT_TEST)
        .gives(new MailslotInfo(0, 0, 1, 0))
        .getMailslotInfo(slot);
    receiver
        .tested("empty-message-is-read", "it is read as such", MAILSLOT_TEST)
        .gives("")
        .readFile(slot, buffer(64));
    receiver
        .tested("empty-message-is-read", "and consumed", MAILSLOT_TEST)
        .gives(new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
  }
}
