package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

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
    play.fact("messages-of-two-writers-interleave");
    Handle two =
        receiver
            .succeeds("two writers that share with each other can be open")
            .createFile(play.slot("order"), GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    receiver.gives("the first writes", 1).writeFile(one, message("a"));
    receiver.gives("the second writes", 2).writeFile(two, message("bb"));
    play.fact("slot-information-next-size-and-count");
    receiver
        .gives("both wait; the next size is the first one's", new MailslotInfo(0, 1, 2, 0))
        .getMailslotInfo(slot);
    play.fact("one-message-per-read-in-order");
    receiver.gives("one read gives one message, the oldest", "a").readFile(slot, buffer(64));
    play.fact("slot-information-next-size-and-count");
    receiver
        .gives("the next size is now the second one's", new MailslotInfo(0, 2, 1, 0))
        .getMailslotInfo(slot);
    play.fact("messages-outlive-writer");
    receiver.succeeds("closing the writer takes nothing back").closeHandle(two);
    play.fact("one-message-per-read-in-order");
    receiver
        .gives("the second message was not merged with the first", "bb")
        .readFile(slot, buffer(64));
    play.fact("slot-information-next-size-and-count");
    receiver.gives("none is left", new MailslotInfo(0, NO_MESSAGE, 0, 0)).getMailslotInfo(slot);
  }
}
