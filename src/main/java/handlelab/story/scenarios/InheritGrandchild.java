package handlelab.story.scenarios;

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
    Child child =
        parent
            .child("child")
            .inheriting()
            .start(
                parent
                    .documented(
                        "inheritable-rows-copied", "the child inherits it", "Handle Inheritance")
                    .succeeds());
    Child grandchild =
        child
            .child("grandchild")
            .inheriting()
            .start(
                child
                    .tested(
                        "inheritance-flag-copied",
                        "the flag is set in the child, so its child inherits it",
                        PROCESS_TEST)
                    .succeeds());
    grandchild
        .documented(
            "inherited-client-end-writes",
            "three processes write into one slot",
            "Handle Inheritance")
        .gives(10)
        .writeFile(marked, message("grandchild"));
    parent
        .documented("inherited-client-end-writes", "as the reader sees", "Handle Inheritance")
        .gives("grandchild")
        .readFile(slot, buffer(64));
    end(child, grandchild, "the grandchild ends");
    child
        .documented(
            "inherited-row-is-independent",
            "which takes nothing from the others",
            "Handle Inheritance")
        .gives(5)
        .writeFile(marked, message("child"));
    parent
        .documented("inherited-client-end-writes", "as the reader sees", "Handle Inheritance")
        .gives("child")
        .readFile(slot, buffer(64));
  }
}
