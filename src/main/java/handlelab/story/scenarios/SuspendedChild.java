package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** CREATE_SUSPENDED: the table is there before the first instruction. */
public final class SuspendedChild extends Question {
  private static final String TERMINATE_TEST =
      "reactos modules/rostests/apitests/kernel32/TerminateProcess.c";

  public SuspendedChild() {
    super("process-create/suspended", "What is there of a child that has not run yet?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    slot(play, parent, "early");
    Handle marked = inheritableClient(play, parent, "early");
    ChildPlayer started =
        parent
            .step(
                documented(
                    "inheritable-rows-copied", "its table is made with it", "CreateProcessW"))
            .startChild("child")
            .inheriting()
            .flags(Win32.CREATE_SUSPENDED)
            .createProcess();
    parent
        .step(tested("suspended-process-does-not-run", "it has not ended", PROCESS_TEST))
        .gives(259)
        .getExitCodeProcess(started.process());
    parent
        .step(tested("suspended-process-not-signalled", "and is not signalled", TERMINATE_TEST))
        .givesWait(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(started.process(), 0);
    parent
        .step(
            tested(
                "suspended-process-does-not-run", "resuming tells the count before", PROCESS_TEST))
        .gives(1)
        .resumeThread(started.thread());
    started
        .player()
        .step(
            documented("inherited-client-end-writes", "now it runs, and writes", "CreateProcessW"))
        .gives(2)
        .writeFile(marked, "ok");
    parent
        .step(
            documented(
                "resuming-running-thread-is-zero",
                "resuming what runs changes nothing",
                "ResumeThread"))
        .gives(0)
        .resumeThread(started.thread());
    parent
        .step(
            tested(
                "resuming-needs-thread",
                "no thread cannot be resumed",
                "viper-racing-port test/w32_kernel_test.cpp, Windows 11"))
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .resumeThread(Handle.NULL);
    ChildPlayer never =
        parent
            .step(
                documented(
                    "suspended-process-does-not-run",
                    "another one, never to run",
                    "CreateProcessW"))
            .startChild("never")
            .flags(Win32.CREATE_SUSPENDED)
            .createProcess();
    parent
        .step(tested("terminated-with-exit-code", "it can be terminated", TERMINATE_TEST))
        .terminateProcess(never.process(), 123);
    parent
        .step(tested("terminated-with-exit-code", "and is signalled then", TERMINATE_TEST))
        .givesWait(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(never.process(), Win32.INFINITE);
    parent
        .step(tested("terminated-with-exit-code", "with that exit code", TERMINATE_TEST))
        .gives(123)
        .getExitCodeProcess(never.process());
  }
}
