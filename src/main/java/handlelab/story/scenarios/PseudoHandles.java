package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The values that mean the caller. */
public final class PseudoHandles extends Question {
  private static final String COMPARE_TEST = "wine dlls/kernelbase/tests/process.c";

  public PseudoHandles() {
    super(
        "pseudo-handles/identity", "What are -1 and -2, and what becomes of them when duplicated?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    owner
        .documented("pseudo-process-is-caller", "-1 is the calling process", "GetCurrentProcess")
        .gives(owner.processId())
        .getProcessId(Handle.CURRENT_PROCESS);
    owner
        .tested(
            "running-process-still-active", "its exit code is that of one that runs", PROCESS_TEST)
        .gives(259)
        .getExitCodeProcess(Handle.CURRENT_PROCESS);
    owner
        .documented("pseudo-handles-can-be-waited-for", "it can be waited for", "GetCurrentProcess")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_PROCESS, 0);
    owner
        .documented(
            "pseudo-handles-can-be-waited-for", "so can -2, the calling thread", "GetCurrentThread")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_THREAD, 0);
    owner
        .tested("other-negative-values-are-no-handles", "-3 and below cannot", SYNC_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .waitForSingleObject(new Handle(-3), 0);
    Handle real =
        owner
            .tested(
                "duplicate-of-pseudo-process-is-real",
                "its duplicate is a real handle",
                PROCESS_TEST)
            .succeeds()
            .duplicateHandle(SELF, Handle.CURRENT_PROCESS, SELF, 0, true, DUPLICATE_SAME_ACCESS);
    owner
        .tested("duplicate-of-pseudo-process-is-real", "to the same process", PROCESS_TEST)
        .gives(owner.processId())
        .getProcessId(real);
    owner
        .tested("same-object-compares-equal", "and the same object", COMPARE_TEST)
        .gives(true)
        .compareObjectHandles(Handle.CURRENT_PROCESS, real);
    owner
        .tested(
            "duplicate-of-pseudo-process-is-real", "with the flag that was asked for", PROCESS_TEST)
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(real);
    Handle plain =
        owner
            .tested(
                "same-attributes-of-pseudo-handle-are-none",
                "it has no flags to copy",
                PROCESS_TEST)
            .succeeds()
            .duplicateHandle(
                SELF,
                Handle.CURRENT_PROCESS,
                SELF,
                0,
                true,
                DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES);
    owner
        .tested(
            "same-attributes-of-pseudo-handle-are-none", "so the duplicate has none", PROCESS_TEST)
        .gives(0)
        .getHandleInformation(plain);
    owner
        .tested(
            "close-source-harmless-to-pseudo-handle",
            "DUPLICATE_CLOSE_SOURCE does it no harm",
            PROCESS_TEST)
        .succeeds()
        .duplicateHandle(
            SELF,
            Handle.CURRENT_PROCESS,
            SELF,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    thread(owner, real);
  }

  private static void thread(Actor owner, Handle process) {
    Handle thread =
        owner
            .documented(
                "duplicate-of-pseudo-thread-is-thread",
                "a duplicate of -2 is this thread",
                "GetCurrentThread")
            .succeeds()
            .duplicateHandle(SELF, Handle.CURRENT_THREAD, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    owner
        .documented("duplicate-of-pseudo-thread-is-thread", "and no process", "GetCurrentThread")
        .gives(false)
        .compareObjectHandles(process, thread);
    owner
        .tested(
            "process-id-needs-process",
            "which has no process id",
            "jna Kernel32Test, for other functions")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getProcessId(thread);
    owner
        .assumed(
            "comparing-needs-two-rows",
            "an invalid handle is not even equal to itself",
            "NT object manager")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .compareObjectHandles(Handle.NULL, Handle.NULL);
    owner
        .documented(
            "close-pseudo-process-has-no-effect",
            "closing a pseudo handle has no effect",
            "GetCurrentProcess")
        .succeeds()
        .closeHandle(Handle.CURRENT_PROCESS);
    owner
        .documented("close-pseudo-process-has-no-effect", "it still works", "GetCurrentProcess")
        .gives(owner.processId())
        .getProcessId(Handle.CURRENT_PROCESS);
    owner
        .documented("close-pseudo-thread-has-no-effect", "nor has closing -2", "GetCurrentThread")
        .succeeds()
        .closeHandle(Handle.CURRENT_THREAD);
  }
}
