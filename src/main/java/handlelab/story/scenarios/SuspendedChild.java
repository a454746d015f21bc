package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** CREATE_SUSPENDED: the table is there before the first instruction. */
public final class SuspendedChild extends Question {
  private static final String TERMINATE_TEST =
      "reactos modules/rostests/apitests/kernel32/TerminateProcess.c";

  public SuspendedChild() {
    super("process-create/suspended", "What is there of a child that has not run yet?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "early");
    Handle marked = inheritableClient(play, parent, "early");
    Child child =
        parent
            .child("child")
            .inheriting()
            .suspended()
            .start(
                parent
                    .documented(
                        "inheritable-rows-copied", "its table is made with it", "CreateProcessW")
                    .succeeds());
    parent
        .tested("suspended-process-does-not-run", "it has not ended", PROCESS_TEST)
        .gives(259)
        .getExitCodeProcess(child.process());
    parent
        .tested("suspended-process-not-signalled", "and is not signalled", TERMINATE_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(child.process(), 0);
    parent
        .tested("suspended-process-does-not-run", "resuming tells the count before", PROCESS_TEST)
        .gives(1)
        .resumeThread(child.thread());
    child
        .documented("inherited-client-end-writes", "now it runs, and writes", "CreateProcessW")
        .gives(2)
        .writeFile(marked, message("ok"));
    parent
        .documented(
            "resuming-running-thread-is-zero", "resuming what runs changes nothing", "ResumeThread")
        .gives(0)
        .resumeThread(child.thread());
    parent
        .tested(
            "resuming-needs-thread",
            "no thread cannot be resumed",
            "viper-racing-port test/w32_kernel_test.cpp, Windows 11")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .resumeThread(Handle.NULL);
    Child never =
        parent
            .child("never")
            .suspended()
            .start(
                parent
                    .documented(
                        "suspended-process-does-not-run",
                        "another one, never to run",
                        "CreateProcessW")
                    .succeeds());
    parent
        .tested("terminated-with-exit-code", "it can be terminated", TERMINATE_TEST)
        .succeeds()
        .terminateProcess(never.process(), 123);
    parent
        .tested("terminated-with-exit-code", "and is signalled then", TERMINATE_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(never.process(), Win32.INFINITE);
    parent
        .tested("terminated-with-exit-code", "with that exit code", TERMINATE_TEST)
        .gives(123)
        .getExitCodeProcess(never.process());
  }
}
