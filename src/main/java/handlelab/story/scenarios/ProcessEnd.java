package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

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
    Actor parent = play.process("parent");
    Child child =
        parent
            .child("child")
            .start(
                parent
                    .documented("process-handles-have-full-access", "a child", "CreateProcessW")
                    .succeeds());
    parent
        .tested("process-signalled-at-end", "while it runs, a wait times out", SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(child.process(), 0);
    parent
        .documented("exit-code-after-end", "its exit code is STILL_ACTIVE", "GetExitCodeProcess")
        .gives(259)
        .getExitCodeProcess(child.process());
    rights(parent, child);
    parent
        .tested(
            "terminated-with-exit-code",
            "it is terminated with an exit code of all bits",
            TERMINATE_TEST)
        .succeeds()
        .terminateProcess(child.process(), -1);
    parent
        .tested("terminated-with-exit-code", "its object is signalled", TERMINATE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
    parent
        .tested("process-signalled-at-end", "and stays so", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), 0);
    parent
        .observed(
            "exit-code-has-32-bits",
            "the exit code comes back with all its bits",
            "cpython pull request 125896")
        .gives(-1)
        .getExitCodeProcess(child.process());
    parent
        .documented(
            "ended-process-not-terminated",
            "a process that has ended cannot be terminated",
            "TerminateProcess")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .terminateProcess(child.process(), 5);
    parent
        .documented(
            "ended-process-not-terminated", "its exit code stays what it was", "TerminateProcess")
        .gives(-1)
        .getExitCodeProcess(child.process());
    parent
        .tested(
            "process-opened-by-id",
            "it can be opened while somebody holds a handle to it",
            PROCESS_TEST)
        .succeeds()
        .openProcess(Win32.PROCESS_QUERY_LIMITED_INFORMATION, false, child.processId());
    Child waited =
        parent
            .child("second")
            .start(
                parent
                    .documented(
                        "process-handles-have-full-access", "a second child", "CreateProcessW")
                    .succeeds());
    waited.exit(0);
    parent
        .documented(
            "thread-signalled-at-end",
            "a wait for its thread returns when that ends",
            "WaitForSingleObject")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(waited.thread(), Win32.INFINITE);
  }

  private static void rights(Actor parent, Child child) {
    Handle limited =
        parent
            .documented(
                "process-opened-by-id", "a handle to it by its id, for queries", "OpenProcess")
            .succeeds()
            .openProcess(Win32.PROCESS_QUERY_LIMITED_INFORMATION, true, child.processId());
    parent
        .documented("process-opened-by-id", "inheritable, as asked for", "OpenProcess")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(limited);
    parent
        .documented("exit-code-needs-query-right", "which tells the exit code", RIGHTS)
        .gives(259)
        .getExitCodeProcess(limited);
    parent
        .documented("process-id-needs-query-right", "and the id", RIGHTS)
        .gives(child.processId())
        .getProcessId(limited);
    parent
        .tested("waiting-needs-right", "cannot be waited for", OBJECT_TEST + ", for a keyed event")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForSingleObject(limited, 0);
    parent
        .documented("terminating-needs-right", "and cannot end it", RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .terminateProcess(limited, 1);
    Handle waiting =
        parent
            .documented("process-opened-by-id", "another handle, only for waiting", "OpenProcess")
            .succeeds()
            .openProcess(Win32.SYNCHRONIZE, false, child.processId());
    parent
        .documented("exit-code-needs-query-right", "tells no exit code", RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getExitCodeProcess(waiting);
    parent
        .assumed(
            "process-id-needs-query-right", "nor an id", "the page names the right, not the error")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getProcessId(waiting);
    parent
        .documented(
            "duplicating-needs-right",
            "nor lets anything be duplicated into it",
            "DuplicateHandle, but not which error")
        .fails(Win32Error.ERROR_ACCESS_DENIED, Win32Error.ERROR_INVALID_PARAMETER)
        .duplicateHandle(SELF, limited, waiting, 0, false, Win32.DUPLICATE_SAME_ACCESS);
  }
}
