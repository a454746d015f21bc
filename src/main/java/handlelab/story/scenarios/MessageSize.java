package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The maximum size of a slot's messages. */
public final class MessageSize extends Question {
  public MessageSize() {
    super("mailslot-write/size", "How large may a message be?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    play.fact("slot-settings-come-back");
    Handle slot =
        receiver
            .succeeds("a slot can have a maximum")
            .createMailslot(play.slot("eight"), 8, 5000, null);
    receiver
        .assumed("and tells it, with its timeout", "GetMailslotInfo may tell more")
        .gives(new MailslotInfo(8, NO_MESSAGE, 0, 5000))
        .getMailslotInfo(slot);
    Handle client = client(play, receiver, "eight");
    play.fact("message-of-maximum-size-taken");
    receiver
        .gives("a message of just that size is taken", 8)
        .writeFile(client, message("12345678"));
    play.fact("oversize-message-refused");
    receiver
        .assumed("one byte more is not", "the page forbids it and names no error")
        .fails(ERROR_INVALID_PARAMETER)
        .writeFile(client, message("123456789"));
    receiver
        .assumed("and nothing of it waits", "a write that failed")
        .gives(new MailslotInfo(8, 8, 1, 5000))
        .getMailslotInfo(slot);
    slot(play, receiver, "any");
    Handle anyClient = client(play, receiver, "any");
    play.fact("maximum-zero-is-any-size");
    receiver
        .gives("with maximum 0 a large message goes in one piece", 65536)
        .writeFile(anyClient, message("x".repeat(65536)));
    receiver.gives("so does one of 424 bytes", 424).writeFile(anyClient, message("x".repeat(424)));
    play.fact("sizes-425-and-426-taken");
    receiver.gives("one of 425", 425).writeFile(anyClient, message("x".repeat(425)));
    receiver.gives("one of 426", 426).writeFile(anyClient, message("x".repeat(426)));
    play.fact("maximum-zero-is-any-size");
    receiver.gives("and one of 427", 427).writeFile(anyClient, message("x".repeat(427)));
  }
}
