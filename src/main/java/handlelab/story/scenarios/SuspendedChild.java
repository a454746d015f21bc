package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** CREATE_SUSPENDED: the table is there before the first instruction. */
public final class SuspendedChild extends Question {
  public SuspendedChild() {
    super("process-create/suspended", "What is there of a child that has not run yet?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "early");
    Handle marked = inheritableClient(play, parent, "early");
    play.fact("inheritable-rows-copied");
    Child child =
        parent.child("child").inheriting().suspended().starts("its table is made with it");
    play.fact("suspended-process-does-not-run");
    parent.gives("it has not ended", 259).getExitCodeProcess(child.process());
    play.fact("suspended-process-not-signalled");
    parent.gives("and is not signalled", WAIT_TIMEOUT).waitForSingleObject(child.process(), 0);
    play.fact("suspended-process-does-not-run");
    parent.gives("resuming tells the count before", 1).resumeThread(child.thread());
    play.fact("inherited-client-end-writes");
    child.gives("now it runs, and writes", 2).writeFile(marked, message("ok"));
    play.fact("resuming-running-thread-is-zero");
    parent.gives("resuming what runs changes nothing", 0).resumeThread(child.thread());
    play.fact("resuming-needs-thread");
    parent.fails("no thread cannot be resumed", ERROR_INVALID_HANDLE).resumeThread(Handle.NULL);
    play.fact("suspended-process-does-not-run");
    Child never = parent.child("never").suspended().starts("another one, never to run");
    play.fact("terminated-with-exit-code");
    parent.succeeds("it can be terminated").terminateProcess(never.process(), 123);
    parent
        .gives("and is signalled then", WAIT_OBJECT_0)
        .waitForSingleObject(never.process(), INFINITE);
    parent.gives("with that exit code", 123).getExitCodeProcess(never.process());
  }
}
