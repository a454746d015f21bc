package handlelab.story.scenarios;

import static handlelab.story.Claim.assumed;
import static handlelab.story.Claim.tested;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

/** Names that CreateProcessW does not take. */
public final class CommandLineErrors extends Question {
  private static final int INVALID = Win32Error.ERROR_INVALID_PARAMETER;
  private static final int MISSING = Win32Error.ERROR_FILE_NOT_FOUND;
  private static final String FLAGS_SOURCE =
      "reactos dll/win32/kernel32/client/proc.c, the first check";

  public CommandLineErrors() {
    super("process-create/errors", "Which application names and command lines are refused?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    fail(
        parent,
        "nosuch.exe",
        null,
        0,
        MISSING,
        tested("missing-program-not-found", "no such file", PROCESS_TEST));
    fail(
        parent,
        null,
        "nosuch.exe word",
        0,
        MISSING,
        tested("missing-program-not-found", "nor by the command line", PROCESS_TEST));
    fail(
        parent,
        "",
        null,
        0,
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested("empty-application-name-not-found", "an empty name", PROCESS_TEST));
    fail(
        parent,
        "",
        "",
        0,
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested("two-empty-names-not-found", "two empty names", PROCESS_TEST));
    fail(
        parent,
        null,
        "",
        0,
        INVALID,
        tested("empty-command-line-refused", "an empty command line", PROCESS_TEST));
    fail(
        parent,
        null,
        " ",
        0,
        INVALID,
        tested("blank-before-program-refused", "a blank", PROCESS_TEST));
    fail(
        parent,
        null,
        " nosuch.exe",
        0,
        INVALID,
        tested("blank-before-program-refused", "a blank in front", PROCESS_TEST));
    fail(
        parent,
        null,
        "\"\"",
        0,
        INVALID,
        tested("quoted-nothing-refused", "two quotes", PROCESS_TEST));
    fail(
        parent,
        null,
        "\" nosuch.exe\"",
        0,
        MISSING,
        tested("quoted-nothing-refused", "a blank inside quotes", PROCESS_TEST));
    fail(
        parent,
        null,
        "nosuch.exe",
        Win32.CREATE_NEW_CONSOLE | Win32.DETACHED_PROCESS,
        INVALID,
        assumed(
            "console-flags-contradict",
            "flags that exclude each other are refused before the search",
            FLAGS_SOURCE));
  }

  private static void fail(
      Actor parent, String application, String line, int flags, int error, Claim claim) {
    parent
        .step(claim)
        .fails(error)
        .createProcess(application, line, null, null, false, flags, null, null, null);
  }
}
