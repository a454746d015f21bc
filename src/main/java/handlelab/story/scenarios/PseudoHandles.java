package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The values that mean the caller. */
public final class PseudoHandles extends Question {
  public PseudoHandles() {
    super(
        "pseudo-handles/identity", "What are -1 and -2, and what becomes of them when duplicated?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("pseudo-process-is-caller");
    owner
        .gives("-1 is the calling process", owner.processId())
        .getProcessId(Handle.CURRENT_PROCESS);
    play.fact("running-process-still-active");
    owner
        .gives("its exit code is that of one that runs", 259)
        .getExitCodeProcess(Handle.CURRENT_PROCESS);
    play.fact("pseudo-handles-can-be-waited-for");
    owner
        .gives("it can be waited for", WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_PROCESS, 0);
    owner
        .gives("so can -2, the calling thread", WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_THREAD, 0);
    play.fact("other-negative-values-are-no-handles");
    owner.fails("-3 and below cannot", ERROR_INVALID_HANDLE).waitForSingleObject(new Handle(-3), 0);
    play.fact("duplicate-of-pseudo-process-is-real");
    Handle real =
        owner
            .succeeds("its duplicate is a real handle")
            .duplicateHandle(SELF, Handle.CURRENT_PROCESS, SELF, 0, true, DUPLICATE_SAME_ACCESS);
    owner.gives("to the same process", owner.processId()).getProcessId(real);
    play.fact("same-object-compares-equal");
    owner.gives("and the same object", true).compareObjectHandles(Handle.CURRENT_PROCESS, real);
    play.fact("duplicate-of-pseudo-process-is-real");
    owner.gives("with the flag that was asked for", HANDLE_FLAG_INHERIT).getHandleInformation(real);
    play.fact("same-attributes-of-pseudo-handle-are-none");
    Handle plain =
        owner
            .succeeds("it has no flags to copy")
            .duplicateHandle(
                SELF,
                Handle.CURRENT_PROCESS,
                SELF,
                0,
                true,
                DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES);
    owner.gives("so the duplicate has none", 0).getHandleInformation(plain);
    play.fact("close-source-harmless-to-pseudo-handle");
    owner
        .succeeds("DUPLICATE_CLOSE_SOURCE does it no harm")
        .duplicateHandle(
            SELF,
            Handle.CURRENT_PROCESS,
            SELF,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    thread(play, owner, real);
  }

  private static void thread(Play play, Actor owner, Handle process) {
    play.fact("duplicate-of-pseudo-thread-is-thread");
    Handle thread = copy(owner.succeeds("a duplicate of -2 is this thread"), Handle.CURRENT_THREAD);
    owner.gives("and no process", false).compareObjectHandles(process, thread);
    play.fact("process-id-needs-process");
    owner.fails("which has no process id", ERROR_INVALID_HANDLE).getProcessId(thread);
    play.fact("comparing-needs-two-rows");
    owner
        .fails("an invalid handle is not even equal to itself", ERROR_INVALID_HANDLE)
        .compareObjectHandles(Handle.NULL, Handle.NULL);
    play.fact("close-pseudo-process-has-no-effect");
    owner.succeeds("closing a pseudo handle has no effect").closeHandle(Handle.CURRENT_PROCESS);
    owner.gives("it still works", owner.processId()).getProcessId(Handle.CURRENT_PROCESS);
    play.fact("close-pseudo-thread-has-no-effect");
    owner.succeeds("nor has closing -2").closeHandle(Handle.CURRENT_THREAD);
  }
}
