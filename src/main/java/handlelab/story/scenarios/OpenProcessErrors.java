package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.observed;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** Ids that OpenProcess does not open, and handles that are none. */
public final class OpenProcessErrors extends Question {
  private static final int ALL = Win32.PROCESS_ALL_ACCESS;

  public OpenProcessErrors() {
    super("process-open/ids", "Which ids does OpenProcess open?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    ChildPlayer started =
        parent
            .step(documented("process-handles-have-full-access", "a child", "CreateProcessW"))
            .startChild("child")
            .createProcess();
    parent
        .step(documented("process-id-zero-refused", "0 is nobody's id", "OpenProcess"))
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, 0, "id 0");
    parent
        .step(
            documented(
                "system-process-denied", "the System process cannot be opened", "OpenProcess"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(ALL, false, 4, "id 4");
    parent
        .step(tested("unknown-process-id-refused", "a thread's id is no process's", OBJECT_TEST))
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, started.threadId(), "id of child's thread");
    parent
        .step(tested("open-process-for-nothing-denied", "no access at all is refused", OBJECT_TEST))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(0, false, started.processId(), "id of child");
    Handle close =
        parent
            .step(
                observed(
                    "process-id-low-bits-ignored",
                    "the low two bits of an id do not count",
                    "The Old New Thing, 2008-06-06"))
            .openProcess(ALL, false, started.processId() + 3, "id of child + 3");
    parent
        .step(
            observed(
                "process-id-low-bits-ignored",
                "it is the same process",
                "The Old New Thing, 2008-06-06"))
        .givesIdOf(started.player())
        .getProcessId(close);
    end(parent, started, "the child ends");
    parent
        .step(documented("second-close-fails", "its handles are closed,", "CloseHandle"))
        .closeHandle(close);
    parent
        .step(documented("second-close-fails", "one", "CloseHandle"))
        .closeHandle(started.process());
    parent
        .step(documented("second-close-fails", "by one", "CloseHandle"))
        .closeHandle(started.thread());
    noHandles(parent);
  }

  private static void noHandles(Player parent) {
    parent
        .step(tested("waiting-needs-row", "NULL cannot be waited for", SYNC_TEST))
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .waitForSingleObject(Handle.NULL, 0);
    parent
        .step(
            tested(
                "exit-code-needs-query-right",
                "NULL has no exit code",
                "jna Kernel32Test, for other functions"))
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getExitCodeProcess(Handle.NULL);
    parent
        .step(
            tested(
                "terminating-needs-right",
                "and cannot be terminated",
                "jna Kernel32Test, for other functions"))
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .terminateProcess(Handle.NULL, 1);
    parent
        .step(
            tested(
                "process-id-needs-process",
                "nor asked for an id",
                "jna Kernel32Test, for other functions"))
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getProcessId(Handle.NULL);
  }
}
