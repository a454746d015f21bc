package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** A buffer shorter than the message. */
public final class ReadSmallBuffer extends Question {
  public ReadSmallBuffer() {
    super(
        "mailslot-read/small-buffer", "What happens to a message that is longer than the buffer?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    Handle slot = slot(play, receiver, "small");
    Handle client = client(play, receiver, "small");
    play.fact("write-is-one-message");
    receiver.gives("a write is one message", 8).writeFile(client, message("12345678"));
    play.fact("small-buffer-leaves-message");
    receiver.fails("the read fails", ERROR_INSUFFICIENT_BUFFER).readFile(slot, buffer(7));
    receiver
        .gives("and the message stays, size and count unchanged", new MailslotInfo(0, 8, 1, 0))
        .getMailslotInfo(slot);
    play.fact("empty-buffer-is-too-small");
    receiver
        .fails("no buffer at all fails in the same way", ERROR_INSUFFICIENT_BUFFER)
        .readFile(slot, buffer(0));
    play.fact("large-buffer-gets-whole-message");
    receiver
        .gives("a buffer that is long enough gets the whole message", "12345678")
        .readFile(slot, buffer(8));
    play.fact("slot-information-next-size-and-count");
    receiver
        .gives("and then the slot is empty", new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
  }
}
