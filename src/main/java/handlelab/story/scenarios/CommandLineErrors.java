package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Kernel32;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Names that CreateProcessW does not take. */
public final class CommandLineErrors extends Question {
  private static final int INVALID = ERROR_INVALID_PARAMETER;
  private static final int MISSING = ERROR_FILE_NOT_FOUND;

  public CommandLineErrors() {
    super("process-create/errors", "Which application names and command lines are refused?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    play.fact("missing-program-not-found");
    create(parent.fails("no such file", MISSING), "nosuch.exe", null, 0);
    create(parent.fails("nor by the command line", MISSING), null, "nosuch.exe word", 0);
    play.fact("empty-application-name-not-found");
    create(parent.fails("an empty name", ERROR_PATH_NOT_FOUND), "", null, 0);
    play.fact("two-empty-names-not-found");
    create(parent.fails("two empty names", ERROR_PATH_NOT_FOUND), "", "", 0);
    play.fact("empty-command-line-refused");
    create(parent.fails("an empty command line", INVALID), null, "", 0);
    play.fact("blank-before-program-refused");
    create(parent.fails("a blank", INVALID), null, " ", 0);
    create(parent.fails("a blank in front", INVALID), null, " nosuch.exe", 0);
    play.fact("quoted-nothing-refused");
    create(parent.fails("two quotes", INVALID), null, "\"\"", 0);
    create(parent.fails("a blank inside quotes", MISSING), null, "\" nosuch.exe\"", 0);
    play.fact("console-flags-contradict");
    create(
        parent
            .assumed(
                "flags that exclude each other are refused before the search",
                "reactos dll/win32/kernel32/client/proc.c, the first check")
            .fails(INVALID),
        null,
        "nosuch.exe",
        CREATE_NEW_CONSOLE | DETACHED_PROCESS);
  }

  private static void create(Kernel32 recorder, String application, String line, int flags) {
    var unused =
        recorder.createProcess(application, line, null, null, false, flags, null, null, null);
  }
}
