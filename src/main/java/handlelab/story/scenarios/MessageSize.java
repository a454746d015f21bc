package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The maximum size of a slot's messages. */
public final class MessageSize extends Question {
  private static final String OLD_LIMIT =
      "old documentation excludes 425 and 426 bytes, for messages between computers";

  public MessageSize() {
    super("mailslot-write/size", "How large may a message be?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    Handle slot =
        receiver
            .documented("slot-settings-come-back", "a slot can have a maximum", "CreateMailslotW")
            .succeeds()
            .createMailslot(play.slot("eight"), 8, 5000, null);
    receiver
        .assumed(
            "slot-settings-come-back",
            "and tells it, with its timeout",
            "GetMailslotInfo may tell more")
        .gives(new MailslotInfo(8, MailslotInfo.NO_MESSAGE, 0, 5000))
        .getMailslotInfo(slot);
    Handle client = client(play, receiver, "eight");
    receiver
        .documented(
            "message-of-maximum-size-taken",
            "a message of just that size is taken",
            "CreateMailslotW")
        .gives(8)
        .writeFile(client, message("12345678"));
    receiver
        .assumed(
            "oversize-message-refused",
            "one byte more is not",
            "the page forbids it and names no error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .writeFile(client, message("123456789"));
    receiver
        .assumed("oversize-message-refused", "and nothing of it waits", "a write that failed")
        .gives(new MailslotInfo(8, 8, 1, 5000))
        .getMailslotInfo(slot);
    slot(play, receiver, "any");
    Handle anyClient = client(play, receiver, "any");
    receiver
        .documented(
            "maximum-zero-is-any-size",
            "with maximum 0 a large message goes in one piece",
            "CreateMailslotW")
        .gives(65536)
        .writeFile(anyClient, message("x".repeat(65536)));
    receiver
        .documented("maximum-zero-is-any-size", "so does one of 424 bytes", "CreateMailslotW")
        .gives(424)
        .writeFile(anyClient, message("x".repeat(424)));
    receiver
        .assumed("sizes-425-and-426-taken", "one of 425", OLD_LIMIT)
        .gives(425)
        .writeFile(anyClient, message("x".repeat(425)));
    receiver
        .assumed("sizes-425-and-426-taken", "one of 426", OLD_LIMIT)
        .gives(426)
        .writeFile(anyClient, message("x".repeat(426)));
    receiver
        .documented("maximum-zero-is-any-size", "and one of 427", "CreateMailslotW")
        .gives(427)
        .writeFile(anyClient, message("x".repeat(427)));
  }
}
