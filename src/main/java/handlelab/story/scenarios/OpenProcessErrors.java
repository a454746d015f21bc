package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Ids that OpenProcess does not open, and handles that are none. */
public final class OpenProcessErrors extends Question {
  private static final int ALL = Win32.PROCESS_ALL_ACCESS;

  public OpenProcessErrors() {
    super("process-open/ids", "Which ids does OpenProcess open?");
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
        .documented("process-id-zero-refused", "0 is nobody's id", "OpenProcess")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, 0);
    parent
        .documented("system-process-denied", "the System process cannot be opened", "OpenProcess")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(ALL, false, 4);
    parent
        .tested("unknown-process-id-refused", "a thread's id is no process's", OBJECT_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, child.threadId());
    parent
        .tested("open-process-for-nothing-denied", "no access at all is refused", OBJECT_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(0, false, child.processId());
    Handle close =
        parent
            .observed(
                "process-id-low-bits-ignored",
                "the low two bits of an id do not count",
                "The Old New Thing, 2008-06-06")
            .succeeds()
            .openProcess(ALL, false, child.processId() + 3);
    parent
        .observed(
            "process-id-low-bits-ignored",
            "it is the same process",
            "The Old New Thing, 2008-06-06")
        .gives(child.processId())
        .getProcessId(close);
    end(parent, child, "the child ends");
    parent
        .documented("second-close-fails", "its handles are closed,", "CloseHandle")
        .succeeds()
        .closeHandle(close);
    parent
        .documented("second-close-fails", "one", "CloseHandle")
        .succeeds()
        .closeHandle(child.process());
    parent
        .documented("second-close-fails", "by one", "CloseHandle")
        .succeeds()
        .closeHandle(child.thread());
    noHandles(parent);
  }

  private static void noHandles(Actor parent) {
    parent
        .tested("waiting-needs-row", "NULL cannot be waited for", SYNC_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .waitForSingleObject(Handle.NULL, 0);
    parent
        .tested(
            "exit-code-needs-query-right",
            "NULL has no exit code",
            "jna Kernel32Test, for other functions")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getExitCodeProcess(Handle.NULL);
    parent
        .tested(
            "terminating-needs-right",
            "and cannot be terminated",
            "jna Kernel32Test, for other functions")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .terminateProcess(Handle.NULL, 1);
    parent
        .tested(
            "process-id-needs-process",
            "nor asked for an id",
            "jna Kernel32Test, for other functions")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getProcessId(Handle.NULL);
  }
}
