package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
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
    Handle thread =
        worker
            .documented(
                "duplicate-of-pseudo-thread-is-thread",
                "a thread duplicates its pseudo handle",
                "GetCurrentThread")
            .succeeds()
            .duplicateHandle(
                SELF, Handle.CURRENT_THREAD, SELF, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    owner
        .documented(
            "thread-signalled-at-end", "while it runs, it is not signalled", "WaitForSingleObject")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(thread, 0);
    waiter
        .documented("thread-signalled-at-end", "another one waits for it", "WaitForSingleObject")
        .waits()
        .waitForSingleObject(thread, Win32.INFINITE);
    worker.end();
    waiter
        .documented("thread-signalled-at-end", "until it ends", "WaitForSingleObject")
        .nowGives(Win32.WAIT_OBJECT_0);
    owner
        .documented("thread-signalled-at-end", "it stays signalled", "WaitForSingleObject")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(thread, 0);
  }
}
