package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.SecurityAttributes;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
import java.util.List;

/** The standard handles that a child gets. */
public final class StandardHandlesOfChildren extends Question {
  public StandardHandlesOfChildren() {
    super("standard-handles/children", "Which standard handles does a child get?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle inheritable = readEnd(parent, INHERITABLE);
    Handle other = readEnd(parent, null);
    play.fact("standard-handles-unchecked-with-flag");
    Child named =
        parent
            .child("named")
            .inheriting()
            .standardInput(inheritable)
            .starts("one that is inheritable");
    named.gives("is handed on", inheritable).getStdHandle(STD_INPUT_HANDLE);
    named.gives("and valid", new PeekResult(0, 0, 0)).peekNamedPipe(inheritable);
    Child dangling =
        parent
            .child("dangling")
            .inheriting()
            .suspended()
            .standardInput(other)
            .starts("one that is not");
    dangling.findsNoRow("is not copied", other);
    resume(parent, dangling);
    dangling.gives("but its value is handed on", other).getStdHandle(STD_INPUT_HANDLE);
    Child listed =
        parent
            .child("listed")
            .inheriting()
            .list(inheritable)
            .standardInput(inheritable)
            .starts("one in a handle list");
    listed.gives("is handed on", inheritable).getStdHandle(STD_INPUT_HANDLE);
    listed.gives("and valid", new PeekResult(0, 0, 0)).peekNamedPipe(inheritable);
    for (Child child : List.of(named, dangling, listed)) {
      end(parent, child, "it ends");
    }
    own(play, parent, inheritable, other);
    unlisted(play, parent, inheritable);
  }

  private static Handle readEnd(Actor owner, SecurityAttributes attributes) {
    return owner
        .step("pipe-attributes-apply-to-both", "a pipe")
        .succeeds()
        .createPipe(attributes, 0)
        .read();
  }

  private static void resume(Actor parent, Child child) {
    parent.step("suspended-process-does-not-run", "it runs").gives(1).resumeThread(child.thread());
  }

  /** One that the handle list does not name. */
  private static void unlisted(Play play, Actor parent, Handle inheritable) {
    Handle listedOnly = readEnd(parent, INHERITABLE);
    play.fact("standard-handles-unchecked-with-flag");
    Child child =
        parent
            .child("unlisted")
            .inheriting()
            .suspended()
            .list(listedOnly)
            .standardInput(inheritable)
            .starts("one that is not listed");
    child.findsNoRow("is not copied", inheritable);
    resume(parent, child);
    child.gives("but its value is handed on", inheritable).getStdHandle(STD_INPUT_HANDLE);
    end(parent, child, "it ends");
  }

  /** What a child gets of the standard handles of its parent if the parent says nothing. */
  private static void own(Play play, Actor parent, Handle inheritable, Handle other) {
    Handle before = parent.unrecorded().getStdHandle(STD_INPUT_HANDLE);
    play.fact("standard-handle-is-any-value");
    parent.succeeds("the parent has one of its own").setStdHandle(STD_INPUT_HANDLE, inheritable);
    play.fact("standard-handles-copied-with-inheritance");
    Child copied = parent.child("copied").inheriting().starts("a child that inherits");
    play.fact("standard-handle-is-any-value");
    parent.succeeds("then another one").setStdHandle(STD_INPUT_HANDLE, other);
    play.fact("standard-handles-duplicated-by-default");
    Child bare = parent.child("bare").starts("a child that inherits nothing");
    parent.unrecorded().setStdHandle(STD_INPUT_HANDLE, before);
    play.fact("standard-handles-copied-with-inheritance");
    copied.gives("has the value of its creation", inheritable).getStdHandle(STD_INPUT_HANDLE);
    play.fact("standard-handles-duplicated-by-default");
    bare.succeeds("has a duplicate, which it closes by its number")
        .closeHandle(new Handle(Integer.toUnsignedLong(STD_INPUT_HANDLE)));
    end(parent, copied, "it ends");
    end(parent, bare, "and the other one");
  }
}
