package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.observed;
import static handlelab.story.Claim.tested;

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
                    .step(
                        documented("process-handles-have-full-access", "a child", "CreateProcessW"))
                    .succeeds());
    parent
        .step(documented("process-id-zero-refused", "0 is nobody's id", "OpenProcess"))
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, 0);
    parent
        .step(
            documented(
                "system-process-denied", "the System process cannot be opened", "OpenProcess"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(ALL, false, 4);
    parent
        .step(tested("unknown-process-id-refused", "a thread's id is no process's", OBJECT_TEST))
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openProcess(ALL, false, child.threadId());
    parent
        .step(tested("open-process-for-nothing-denied", "no access at all is refused", OBJECT_TEST))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openProcess(0, false, child.processId());
    Handle close =
        parent
            .step(
                observed(
                    "process-id-low-bits-ignored",
                    "the low two bits of an id do not count",
                    "The Old New Thing, 2008-06-06"))
            .succeeds()
            .openProcess(ALL, false, child.processId() + 3);
    parent
        .step(
            observed(
                "process-id-low-bits-ignored",
                "it is the same process",
                "The Old New Thing, 2008-06-06"))
        .gives(child.processId())
        .getProcessId(close);
    end(parent, child, "the child ends");
    parent
        .step(documented("second-close-fails", "its handles are closed,", "CloseHandle"))
        .succeeds()
        .closeHandle(close);
    parent
        .step(documented("second-close-fails", "one", "CloseHandle"))
        .succeeds()
        .closeHandle(child.process());
    parent
        .step(documented("second-close-fails", "by one", "CloseHandle"))
        .succeeds()
        .closeHandle(child.thread());
    noHandles(parent);
  }

  private static void noHandles(Actor parent) {
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
