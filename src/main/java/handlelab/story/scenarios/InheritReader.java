package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** A server end that a child inherits: who keeps the slot, who reads. */
public final class InheritReader extends Question {
  public InheritReader() {
    super("inheritance/server-end", "What can a child do with the server end that it inherits?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "shared");
    Handle client = client(play, parent, "shared");
    play.fact("flag-set-later-counts");
    parent
        .succeeds("the server end is marked inheritable, and protected")
        .setHandleInformation(slot, 3, 3);
    play.fact("inheritable-rows-copied");
    Child child = parent.child("child").inheriting().starts("the child inherits it");
    play.fact("protect-flag-copied");
    child
        .assumed("the whole row is copied, protection as well", "Wine and ReactOS do so")
        .gives(3)
        .getHandleInformation(slot);
    play.fact("reading-needs-server-end");
    parent.gives("a message", 5).writeFile(client, message("first"));
    parent.gives("and another", 6).writeFile(client, message("second"));
    play.fact("inherited-server-end-reads");
    child.gives("the child reads from the one queue", "first").readFile(slot, buffer(64));
    play.fact("server-end-rows-share-slot");
    parent.gives("and so does the parent", "second").readFile(slot, buffer(64));
    play.fact("read-timeout-belongs-to-slot");
    child.succeeds("the child sets the slot's timeout").setMailslotInfo(slot, 50);
    parent
        .fails("which holds for the parent's reads", ERROR_SEM_TIMEOUT)
        .readFile(slot, buffer(64));
    play.fact("flags-outside-mask-stay");
    parent
        .succeeds("the parent takes the protection off")
        .setHandleInformation(slot, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    play.fact("slot-lives-until-last-server-close");
    parent.succeeds("and closes its row").closeHandle(slot);
    parent.gives("the slot lives on in the child", 5).writeFile(client, message("third"));
    child.gives("which reads on", "third").readFile(slot, buffer(64));
    end(parent, child, "the child ends");
    play.fact("second-close-fails");
    parent.succeeds("the last client closes").closeHandle(client);
    play.fact("process-end-closes-rows");
    parent
        .succeeds("with its last process the slot has gone, protected or not")
        .createMailslot(play.slot("shared"), 0, 0, null);
  }
}
