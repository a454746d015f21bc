package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Exit codes, waits, and what a process handle may do. */
public final class ProcessEnd extends Question {
  public ProcessEnd() {
    super("process-end/exit-code", "How does a process end, and what is left of it?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    play.fact("process-handles-have-full-access");
    Child child = parent.child("child").starts("a child");
    play.fact("process-signalled-at-end");
    parent
        .gives("while it runs, a wait times out", WAIT_TIMEOUT)
        .waitForSingleObject(child.process(), 0);
    play.fact("exit-code-after-end");
    parent.gives("its exit code is STILL_ACTIVE", 259).getExitCodeProcess(child.process());
    rights(play, parent, child);
    play.fact("terminated-with-exit-code");
    parent
        .succeeds("it is terminated with an exit code of all bits")
        .terminateProcess(child.process(), -1);
    parent
        .gives("its object is signalled", WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), INFINITE);
    play.fact("process-signalled-at-end");
    parent.gives("and stays so", WAIT_OBJECT_0).waitForSingleObject(child.process(), 0);
    play.fact("exit-code-has-32-bits");
    parent
        .gives("the exit code comes back with all its bits", -1)
        .getExitCodeProcess(child.process());
    play.fact("ended-process-not-terminated");
    parent
        .fails("a process that has ended cannot be terminated", ERROR_ACCESS_DENIED)
        .terminateProcess(child.process(), 5);
    parent.gives("its exit code stays what it was", -1).getExitCodeProcess(child.process());
    play.fact("process-opened-by-id");
    parent
        .succeeds("it can be opened while somebody holds a handle to it")
        .openProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, child.processId());
    play.fact("process-handles-have-full-access");
    Child waited = parent.child("second").starts("a second child");
    waited.exit(0);
    play.fact("thread-signalled-at-end");
    parent
        .gives("a wait for its thread returns when that ends", WAIT_OBJECT_0)
        .waitForSingleObject(waited.thread(), INFINITE);
  }

  private static void rights(Play play, Actor parent, Child child) {
    play.fact("process-opened-by-id");
    Handle limited =
        parent
            .succeeds("a handle to it by its id, for queries")
            .openProcess(PROCESS_QUERY_LIMITED_INFORMATION, true, child.processId());
    parent.gives("inheritable, as asked for", HANDLE_FLAG_INHERIT).getHandleInformation(limited);
    play.fact("exit-code-needs-query-right");
    parent.gives("which tells the exit code", 259).getExitCodeProcess(limited);
    play.fact("process-id-needs-query-right");
    parent.gives("and the id", child.processId()).getProcessId(limited);
    play.fact("waiting-needs-right");
    parent.fails("cannot be waited for", ERROR_ACCESS_DENIED).waitForSingleObject(limited, 0);
    play.fact("terminating-needs-right");
    parent.fails("and cannot end it", ERROR_ACCESS_DENIED).terminateProcess(limited, 1);
    play.fact("process-opened-by-id");
    Handle waiting =
        parent
            .succeeds("another handle, only for waiting")
            .openProcess(SYNCHRONIZE, false, child.processId());
    play.fact("exit-code-needs-query-right");
    parent.fails("tells no exit code", ERROR_ACCESS_DENIED).getExitCodeProcess(waiting);
    play.fact("process-id-needs-query-right");
    parent
        .assumed("nor an id", "the page names the right, not the error")
        .fails(ERROR_ACCESS_DENIED)
        .getProcessId(waiting);
    play.fact("duplicating-needs-right");
    copy(
        parent.fails(
            "nor lets anything be duplicated into it",
            ERROR_ACCESS_DENIED,
            ERROR_INVALID_PARAMETER),
        limited,
        waiting);
  }
}
