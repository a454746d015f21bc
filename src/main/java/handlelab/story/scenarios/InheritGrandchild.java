package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** The flag stays set in the child, so the row goes further down. */
public final class InheritGrandchild extends Question {
  public InheritGrandchild() {
    super("inheritance/grandchild", "How far down does an inheritable handle go?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle slot = slot(play, parent, "down");
    Handle marked = inheritableClient(play, parent, "down");
    play.fact("inheritable-rows-copied");
    Child child = parent.child("child").inheriting().starts("the child inherits it");
    play.fact("inheritance-flag-copied");
    Child grandchild =
        child
            .child("grandchild")
            .inheriting()
            .starts("the flag is set in the child, so its child inherits it");
    play.fact("inherited-client-end-writes");
    grandchild
        .gives("three processes write into one slot", 10)
        .writeFile(marked, message("grandchild"));
    parent.gives("as the reader sees", "grandchild").readFile(slot, buffer(64));
    end(child, grandchild, "the grandchild ends");
    play.fact("inherited-row-is-independent");
    child.gives("which takes nothing from the others", 5).writeFile(marked, message("child"));
    play.fact("inherited-client-end-writes");
    parent.gives("as the reader sees", "child").readFile(slot, buffer(64));
  }
}
