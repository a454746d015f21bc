package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.OPEN_EXISTING;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Messages keep their order and their ends. */
public final class MessageBoundaries extends Question {
  public MessageBoundaries() {
    super("mailslot-read/boundaries", "How do several messages come out of a slot?");
  }

  @Override
  public void play(Play play) {
    Actor receiver = play.process("receiver");
    Handle slot = slot(play, receiver, "order");
    Handle one = client(play, receiver, "order");
    Handle two =
        receiver
            .tested(
                "messages-of-two-writers-interleave",
                "two writers that share with each other can be open",
                MAILSLOT_TEST)
            .succeeds()
            .createFile(
                play.slot("order"),
                handlelab.api.Win32.GENERIC_WRITE,
                SHARE_ALL,
                null,
                OPEN_EXISTING,
                0,
                null);
    receiver
        .tested("messages-of-two-writers-interleave", "the first writes", MAILSLOT_TEST)
        .gives(1)
        .writeFile(one, message("a"));
    receiver
        .tested("messages-of-two-writers-interleave", "the second writes", MAILSLOT_TEST)
        .gives(2)
        .writeFile(two, message("bb"));
    receiver
        .tested(
            "slot-information-next-size-and-count",
            "both wait; the next size is the first one's",
            MAILSLOT_TEST)
        .gives(new MailslotInfo(0, 1, 2, 0))
        .getMailslotInfo(slot);
    receiver
        .tested(
            "one-message-per-read-in-order",
            "one read gives one message, the oldest",
            MAILSLOT_TEST)
        .gives("a")
        .readFile(slot, buffer(64));
    receiver
        .tested(
            "slot-information-next-size-and-count",
            "the next size is now the second one's",
            MAILSLOT_TEST)
        .gives(new MailslotInfo(0, 2, 1, 0))
        .getMailslotInfo(slot);
    receiver
        .documented(
            "messages-outlive-writer", "closing the writer takes nothing back", "About Mailslots")
        .succeeds()
        .closeHandle(two);
    receiver
        .tested(
            "one-message-per-read-in-order",
            "the second message was not merged with the first",
            MAILSLOT_TEST)
        .gives("bb")
        .readFile(slot, buffer(64));
    receiver
        .tested("slot-information-next-size-and-count", "none is left", MAILSLOT_TEST)
        .gives(new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(slot);
  }
}
