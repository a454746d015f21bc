package handlelab.compare.scenario;

import static handlelab.compare.Claim.assumed;
import static handlelab.compare.Claim.tested;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.compare.Claim;
import handlelab.compare.Play;
import handlelab.compare.Player;

/** Names that CreateProcessW does not take. */
public final class CommandLineErrors extends Question {
  private static final int INVALID = Win32Error.ERROR_INVALID_PARAMETER;
  private static final int MISSING = Win32Error.ERROR_FILE_NOT_FOUND;
  private static final String FLAGS_TEST =
      "reactos modules/rostests/apitests/kernel32/CreateProcess.c";

  public CommandLineErrors() {
    super("process-create/errors", "Which application names and command lines are refused?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    fail(parent, "nosuch.exe", null, 0, MISSING, tested(178, "no such file", PROCESS_TEST));
    fail(
        parent,
        null,
        "nosuch.exe word",
        0,
        MISSING,
        tested(178, "nor by the command line", PROCESS_TEST));
    fail(
        parent,
        "",
        null,
        0,
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested(179, "an empty name", PROCESS_TEST));
    fail(
        parent,
        "",
        "",
        0,
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested(180, "two empty names", PROCESS_TEST));
    fail(parent, null, "", 0, INVALID, tested(181, "an empty command line", PROCESS_TEST));
    fail(parent, null, " ", 0, INVALID, tested(182, "a blank", PROCESS_TEST));
    fail(parent, null, " nosuch.exe", 0, INVALID, tested(182, "a blank in front", PROCESS_TEST));
    fail(parent, null, "\"\"", 0, INVALID, tested(183, "two quotes", PROCESS_TEST));
    fail(
        parent,
        null,
        "\" nosuch.exe\"",
        0,
        MISSING,
        tested(183, "a blank inside quotes", PROCESS_TEST));
    fail(
        parent,
        null,
        "nosuch.exe",
        Win32.CREATE_NEW_CONSOLE | Win32.DETACHED_PROCESS,
        MISSING,
        assumed(190, "flags that exclude each other do not matter without a file", FLAGS_TEST));
  }

  private static void fail(
      Player parent, String application, String line, int flags, int error, Claim claim) {
    parent.step(claim).fails(error).createProcess(application, line, flags, null);
  }
}
