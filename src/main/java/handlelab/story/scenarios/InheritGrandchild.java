package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** The flag stays set in the child, so the row goes further down. */
public final class InheritGrandchild extends Question {
  public InheritGrandchild() {
    super("inheritance/grandchild", "How far down does an inheritable handle go?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    Handle slot = slot(play, parent, "down");
    Handle marked = inheritableClient(play, parent, "down");
    ChildPlayer child =
        parent
            .step(
                documented(
                    "inheritable-rows-copied", "the child inherits it", "Handle Inheritance"))
            .startChild("child")
            .inheriting()
            .createProcess();
    ChildPlayer grandchild =
        child
            .player()
            .step(
                tested(
                    "inheritance-flag-copied",
                    "the flag is set in the child, so its child inherits it",
                    PROCESS_TEST))
            .startChild("grandchild")
            .inheriting()
            .createProcess();
    grandchild
        .player()
        .step(
            documented(
                "inherited-client-end-writes",
                "three processes write into one slot",
                "Handle Inheritance"))
        .gives(10)
        .writeFile(marked, "grandchild");
    parent
        .step(documented("inherited-client-end-writes", "as the reader sees", "Handle Inheritance"))
        .gives("grandchild")
        .readFile(slot, 64);
    end(child.player(), grandchild, "the grandchild ends");
    child
        .player()
        .step(
            documented(
                "inherited-row-is-independent",
                "which takes nothing from the others",
                "Handle Inheritance"))
        .gives(5)
        .writeFile(marked, "child");
    parent
        .step(documented("inherited-client-end-writes", "as the reader sees", "Handle Inheritance"))
        .gives("child")
        .readFile(slot, 64);
  }
}
