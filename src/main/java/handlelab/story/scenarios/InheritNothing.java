package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** bInheritHandles FALSE, and rows that are not marked. */
public final class InheritNothing extends Question {
  public InheritNothing() {
    super("inheritance/nothing", "What does a child get without the flag, or without being asked?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    slot(play, parent, "nothing");
    Handle marked = inheritableClient(play, parent, "nothing");
    ChildPlayer first =
        parent
            .step(
                documented(
                    "nothing-inherited-without-parameter",
                    "bInheritHandles FALSE: nothing is inherited",
                    "CreateProcessW"))
            .startChild("first")
            .flags(Win32.CREATE_SUSPENDED)
            .createProcess();
    first
        .player()
        .step(
            documented(
                "nothing-inherited-without-parameter",
                "so the value names no row there",
                "CreateProcessW"))
        .findsNoRow()
        .lookAt(marked);
    end(parent, first);
    parent
        .step(tested("flags-set-by-mask", "the mark is taken off", PROCESS_TEST))
        .setHandleInformation(marked, Win32.HANDLE_FLAG_INHERIT, 0);
    ChildPlayer second =
        parent
            .step(
                documented(
                    "rows-without-flag-stay",
                    "a handle that is not inheritable stays at home",
                    "Handle Inheritance"))
            .startChild("second")
            .inheriting()
            .flags(Win32.CREATE_SUSPENDED)
            .createProcess();
    second
        .player()
        .step(
            documented(
                "rows-without-flag-stay", "so it names no row there, either", "Handle Inheritance"))
        .findsNoRow()
        .lookAt(marked);
    parent
        .step(
            documented(
                "process-handles-not-inheritable-by-default",
                "nor are those to their threads",
                "CreateProcessW"))
        .givesFlags(0)
        .getHandleInformation(second.thread());
    end(parent, second);
  }

  private static void end(Player parent, ChildPlayer child) {
    parent
        .step(
            documented(
                "terminated-with-exit-code",
                "a child that has not run can be ended",
                "TerminateProcess"))
        .terminateProcess(child.process(), 0);
  }
}
