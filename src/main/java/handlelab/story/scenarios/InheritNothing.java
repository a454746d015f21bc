package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** bInheritHandles FALSE, and rows that are not marked. */
public final class InheritNothing extends Question {
  public InheritNothing() {
    super("inheritance/nothing", "What does a child get without the flag, or without being asked?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "nothing");
    Handle marked = inheritableClient(play, parent, "nothing");
    Child first =
        parent
            .child("first")
            .suspended()
            .start(
                parent
                    .documented(
                        "nothing-inherited-without-parameter",
                        "bInheritHandles FALSE: nothing is inherited",
                        "CreateProcessW")
                    .succeeds());
    first
        .documented(
            "nothing-inherited-without-parameter",
            "so the value names no row there",
            "CreateProcessW")
        .findsNoRow(marked);
    end(parent, first);
    parent
        .tested("flags-set-by-mask", "the mark is taken off", PROCESS_TEST)
        .succeeds()
        .setHandleInformation(marked, Win32.HANDLE_FLAG_INHERIT, 0);
    Child second =
        parent
            .child("second")
            .inheriting()
            .suspended()
            .start(
                parent
                    .documented(
                        "rows-without-flag-stay",
                        "a handle that is not inheritable stays at home",
                        "Handle Inheritance")
                    .succeeds());
    second
        .documented(
            "rows-without-flag-stay", "so it names no row there, either", "Handle Inheritance")
        .findsNoRow(marked);
    parent
        .documented(
            "process-handles-not-inheritable-by-default",
            "nor are those to their threads",
            "CreateProcessW")
        .gives(0)
        .getHandleInformation(second.thread());
    end(parent, second);
  }

  private static void end(Actor parent, Child child) {
    parent
        .documented(
            "terminated-with-exit-code",
            "a child that has not run can be ended",
            "TerminateProcess")
        .succeeds()
        .terminateProcess(child.process(), 0);
  }
}
