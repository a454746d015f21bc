package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Error;
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
    receiver
        .tested("write-is-one-message", "a write is one message", MAILSLOT_TEST)
        .gives(8)
        .writeFile(client, message("12345678"));
    receiver
        .tested("small-buffer-leaves-message", "the read fails", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_INSUFFICIENT_BUFFER)
        .readFile(slot, buffer(7));
    receiver
        .documented(
            "small-buffer-leaves-message",
            "and the message stays, size and count unchanged",
            "ReadFile")
        .gives(new MailslotInfo(0, 8, 1, 0))
        .getMailslotInfo(slot);
    receiver
        .assumed(
            "empty-buffer-is-too-small",
            "no buffer at all fails in the same way",
            "as for any buffer too small")
        .fails(Win32Error.ERROR_INSUFFICIENT_BUFFER)
        .readFile(slot, buffer(0));
    receiver
        .tested(
            "large-buffer-gets-whole-message",
            "a buffer that is long enough gets the whole message",
            MAILSLOT_TEST)
        .gives("12345678")
        .readFile(slot, buffer(8));
    receiver
        .tested("slot-information-next-size-and-count", "and then the slot is empty", MAILSLOT_TEST)
        .gives(new MailslotInfo(0, MailslotInfo.NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
  }
}
