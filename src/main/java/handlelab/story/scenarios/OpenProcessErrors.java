package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Ids that OpenProcess does not open, and handles that are none. */
public final class OpenProcessErrors extends Question {
  private static final int ALL = PROCESS_ALL_ACCESS;

  public OpenProcessErrors() {
    super("process-open/ids", "Which ids does OpenProcess open?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    play.fact("process-handles-have-full-access");
    Child child = parent.child("child").starts("a child");
    play.fact("process-id-zero-refused");
    parent.fails("0 is nobody's id", ERROR_INVALID_PARAMETER).openProcess(ALL, false, 0);
    play.fact("system-process-denied");
    parent
        .fails("the System process cannot be opened", ERROR_ACCESS_DENIED)
        .openProcess(ALL, false, 4);
    play.fact("unknown-process-id-refused");
    parent
        .fails("a thread's id is no process's", ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, child.threadId());
    play.fact("open-process-for-nothing-denied");
    parent
        .fails("no access at all is refused", ERROR_ACCESS_DENIED)
        .openProcess(0, false, child.processId());
    play.fact("process-id-low-bits-ignored");
    Handle close =
        parent
            .succeeds("the low two bits of an id do not count")
            .openProcess(ALL, false, child.processId() + 3);
    parent.gives("it is the same process", child.processId()).getProcessId(close);
    end(parent, child, "the child ends");
    play.fact("second-close-fails");
    parent.succeeds("its handles are closed,").closeHandle(close);
    parent.succeeds("one").closeHandle(child.process());
    parent.succeeds("by one").closeHandle(child.thread());
    noHandles(play, parent);
  }

  private static void noHandles(Play play, Actor parent) {
    play.fact("waiting-needs-row");
    parent
        .fails("NULL cannot be waited for", ERROR_INVALID_HANDLE)
        .waitForSingleObject(Handle.NULL, 0);
    play.fact("exit-code-needs-query-right");
    parent.fails("NULL has no exit code", ERROR_INVALID_HANDLE).getExitCodeProcess(Handle.NULL);
    play.fact("terminating-needs-right");
    parent.fails("and cannot be terminated", ERROR_INVALID_HANDLE).terminateProcess(Handle.NULL, 1);
    play.fact("process-id-needs-process");
    parent.fails("nor asked for an id", ERROR_INVALID_HANDLE).getProcessId(Handle.NULL);
  }
}
