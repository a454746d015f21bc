package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
import java.util.List;

/** The standard handles that a child gets. */
public final class StandardHandlesOfChildren extends Question {
  private static final String RP_CREATE = "win32-console-docs src/HandleTests/CreateProcess.cc";
  private static final String RP_LIST =
      "win32-console-docs src/HandleTests/CreateProcess_InheritList.cc";
  private static final String RP_README = "win32-console-docs README.md, Windows 8 and later";

  public StandardHandlesOfChildren() {
    super("standard-handles/children", "Which standard handles does a child get?");
  }

  @Override
  public void play(Play play) {

    Actor parent = play.process("parent");
    Handle inheritable = readEnd(parent, SecurityAttributes.INHERITABLE);
    Handle other = readEnd(parent, null);
    Child named =
        parent
            .child("named")
            .inheriting()
            .standardInput(inheritable)
            .start(
                parent
                    .tested(
                        "standard-handles-unchecked-with-flag",
                        "one that is inheritable",
                        RP_CREATE)
                    .succeeds());
    named
        .tested("standard-handles-unchecked-with-flag", "is handed on", RP_CREATE)
        .gives(inheritable)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    named
        .tested("standard-handles-unchecked-with-flag", "and valid", RP_CREATE)
        .gives(new PeekResult(0, 0, 0))
        .peekNamedPipe(inheritable);
    Child dangling =
        parent
            .child("dangling")
            .inheriting()
            .suspended()
            .standardInput(other)
            .start(
                parent
                    .tested("standard-handles-unchecked-with-flag", "one that is not", RP_CREATE)
                    .succeeds());
    dangling
        .tested("standard-handles-unchecked-with-flag", "is not copied", RP_CREATE)
        .findsNoRow(other);
    resume(parent, dangling);
    dangling
        .tested("standard-handles-unchecked-with-flag", "but its value is handed on", RP_CREATE)
        .gives(other)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    Child listed =
        parent
            .child("listed")
            .inheriting()
            .list(inheritable)
            .standardInput(inheritable)
            .start(
                parent
                    .tested("standard-handles-unchecked-with-flag", "one in a handle list", RP_LIST)
                    .succeeds());
    listed
        .tested("standard-handles-unchecked-with-flag", "is handed on", RP_LIST)
        .gives(inheritable)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    listed
        .tested("standard-handles-unchecked-with-flag", "and valid", RP_LIST)
        .gives(new PeekResult(0, 0, 0))
        .peekNamedPipe(inheritable);
    for (Child child : List.of(named, dangling, listed)) {
      end(parent, child, "it ends");
    }
    own(parent, inheritable, other);
    unlisted(parent, inheritable);
  }

  private static Handle readEnd(Actor owner, SecurityAttributes attributes) {
    return owner
        .documented("pipe-attributes-apply-to-both", "a pipe", "CreatePipe")
        .succeeds()
        .createPipe(attributes, 0)
        .read();
  }

  private static void resume(Actor parent, Child child) {
    parent
        .documented("suspended-process-does-not-run", "it runs", "ResumeThread")
        .gives(1)
        .resumeThread(child.thread());
  }

  /** One that the handle list does not name. */
  private static void unlisted(Actor parent, Handle inheritable) {
    Handle listedOnly = readEnd(parent, SecurityAttributes.INHERITABLE);
    Child child =
        parent
            .child("unlisted")
            .inheriting()
            .suspended()
            .list(listedOnly)
            .standardInput(inheritable)
            .start(
                parent
                    .tested(
                        "standard-handles-unchecked-with-flag", "one that is not listed", RP_LIST)
                    .succeeds());
    child
        .tested("standard-handles-unchecked-with-flag", "is not copied", RP_LIST)
        .findsNoRow(inheritable);
    resume(parent, child);
    child
        .tested("standard-handles-unchecked-with-flag", "but its value is handed on", RP_LIST)
        .gives(inheritable)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    end(parent, child, "it ends");
  }

  /** What a child gets of the standard handles of its parent if the parent says nothing. */
  private static void own(Actor parent, Handle inheritable, Handle other) {
    Handle before = parent.unrecorded().getStdHandle(Win32.STD_INPUT_HANDLE);
    parent
        .documented("standard-handle-is-any-value", "the parent has one of its own", "SetStdHandle")
        .succeeds()
        .setStdHandle(Win32.STD_INPUT_HANDLE, inheritable);
    Child copied =
        parent
            .child("copied")
            .inheriting()
            .start(
                parent
                    .observed(
                        "standard-handles-copied-with-inheritance",
                        "a child that inherits",
                        RP_README)
                    .succeeds());
    parent
        .documented("standard-handle-is-any-value", "then another one", "SetStdHandle")
        .succeeds()
        .setStdHandle(Win32.STD_INPUT_HANDLE, other);
    Child bare =
        parent
            .child("bare")
            .start(
                parent
                    .observed(
                        "standard-handles-duplicated-by-default",
                        "a child that inherits nothing",
                        RP_README)
                    .succeeds());
    parent.unrecorded().setStdHandle(Win32.STD_INPUT_HANDLE, before);
    copied
        .observed(
            "standard-handles-copied-with-inheritance", "has the value of its creation", RP_README)
        .gives(inheritable)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    bare.observed(
            "standard-handles-duplicated-by-default",
            "has a duplicate, which it closes by its number",
            RP_README)
        .succeeds()
        .closeHandle(new Handle(Integer.toUnsignedLong(Win32.STD_INPUT_HANDLE)));
    end(parent, copied, "it ends");
    end(parent, bare, "and the other one");
  }
}
