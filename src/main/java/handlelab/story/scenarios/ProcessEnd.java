package handlelab.story.scenarios;

import static handlelab.story.Claim.assumed;
import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.observed;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** Exit codes, waits, and what a process handle may do. */
public final class ProcessEnd extends Question {
  private static final String TERMINATE_TEST =
      "reactos modules/rostests/apitests/kernel32/TerminateProcess.c";
  private static final String RIGHTS = "Process Security and Access Rights";

  public ProcessEnd() {
    super("process-end/exit-code", "How does a process end, and what is left of it?");
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
        .step(tested("process-signalled-at-end", "while it runs, a wait times out", SYNC_TEST))
        .givesWait(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(started.process(), 0);
    parent
        .step(
            documented(
                "exit-code-after-end", "its exit code is STILL_ACTIVE", "GetExitCodeProcess"))
        .gives(259)
        .getExitCodeProcess(started.process());
    rights(parent, started);
    parent
        .step(
            tested(
                "terminated-with-exit-code",
                "it is terminated with an exit code of all bits",
                TERMINATE_TEST))
        .terminateProcess(started.process(), -1);
    parent
        .step(tested("terminated-with-exit-code", "its object is signalled", TERMINATE_TEST))
        .givesWait(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(started.process(), Win32.INFINITE);
    parent
        .step(tested("process-signalled-at-end", "and stays so", SYNC_TEST))
        .givesWait(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(started.process(), 0);
    parent
        .step(
            observed(
                "exit-code-has-32-bits",
                "the exit code comes back with all its bits",
                "cpython pull request 125896"))
        .gives(-1)
        .getExitCodeProcess(started.process());
    parent
        .step(
            documented(
                "ended-process-not-terminated",
                "a process that has ended cannot be terminated",
                "TerminateProcess"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .terminateProcess(started.process(), 5);
    parent
        .step(
            documented(
                "ended-process-not-terminated",
                "its exit code stays what it was",
                "TerminateProcess"))
        .gives(-1)
        .getExitCodeProcess(started.process());
    parent
        .step(
            tested(
                "process-opened-by-id",
                "it can be opened while somebody holds a handle to it",
                PROCESS_TEST))
        .openProcess(
            Win32.PROCESS_QUERY_LIMITED_INFORMATION, false, started.processId(), "id of child");
  }

  private static void rights(Player parent, ChildPlayer started) {
    Handle limited =
        parent
            .step(
                documented(
                    "process-opened-by-id", "a handle to it by its id, for queries", "OpenProcess"))
            .openProcess(
                Win32.PROCESS_QUERY_LIMITED_INFORMATION, true, started.processId(), "id of child");
    parent
        .step(documented("process-opened-by-id", "inheritable, as asked for", "OpenProcess"))
        .givesFlags(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(limited);
    parent
        .step(documented("exit-code-needs-query-right", "which tells the exit code", RIGHTS))
        .gives(259)
        .getExitCodeProcess(limited);
    parent
        .step(documented("process-id-needs-query-right", "and the id", RIGHTS))
        .givesIdOf(started.player())
        .getProcessId(limited);
    parent
        .step(
            tested(
                "waiting-needs-right", "cannot be waited for", OBJECT_TEST + ", for a keyed event"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForSingleObject(limited, 0);
    parent
        .step(documented("terminating-needs-right", "and cannot end it", RIGHTS))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .terminateProcess(limited, 1);
    Handle waiting =
        parent
            .step(
                documented(
                    "process-opened-by-id", "another handle, only for waiting", "OpenProcess"))
            .openProcess(Win32.SYNCHRONIZE, false, started.processId(), "id of child");
    parent
        .step(documented("exit-code-needs-query-right", "tells no exit code", RIGHTS))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getExitCodeProcess(waiting);
    parent
        .step(
            assumed(
                "process-id-needs-query-right",
                "nor an id",
                "the page names the right, not the error"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getProcessId(waiting);
    parent
        .step(
            assumed(
                "duplicating-needs-right",
                "nor lets anything be duplicated into it",
                "the right is documented"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(
            Handle.CURRENT_PROCESS,
            limited,
            parent,
            waiting,
            started.player(),
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
  }
}
