package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

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
    play.fact("empty-write-is-a-message");
    receiver.gives("it can be written", 0).writeFile(client, message(""));
    receiver
        .gives("it counts, and its size is 0, not 'no message'", new MailslotInfo(0, 0, 1, 0))
        .getMailslotInfo(slot);
    play.fact("empty-message-is-read");
    receiver.gives("it is read as such", "").readFile(slot, buffer(64));
    receiver.gives("and consumed", new MailslotInfo(0, NO_MESSAGE, 0, 0)).getMailslotInfo(slot);
  }
}
