package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** The end of a thread, for those that wait for it. */
public final class ThreadEnd extends Question {
  public ThreadEnd() {
    super("process-end/thread", "When does a wait for a thread return?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    ActorThread worker = owner.thread("worker");
    ActorThread waiter = owner.thread("waiter");
    play.fact("duplicate-of-pseudo-thread-is-thread");
    Handle thread =
        copy(worker.succeeds("a thread duplicates its pseudo handle"), Handle.CURRENT_THREAD);
    play.fact("thread-signalled-at-end");
    owner.gives("while it runs, it is not signalled", WAIT_TIMEOUT).waitForSingleObject(thread, 0);
    waiter.waits("another one waits for it").waitForSingleObject(thread, INFINITE);
    worker.end();
    waiter.nowGives("until it ends", WAIT_OBJECT_0);
    owner.gives("it stays signalled", WAIT_OBJECT_0).waitForSingleObject(thread, 0);
  }
}
