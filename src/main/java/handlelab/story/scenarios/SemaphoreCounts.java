package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;
import java.util.List;

/** Semaphores: counts, limits and rights. */
public final class SemaphoreCounts extends Question {
  public SemaphoreCounts() {
    super("semaphores/counts", "What does a semaphore count?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("semaphore-counts-waits");
    Handle semaphore =
        owner
            .creates("a semaphore with one of two")
            .createSemaphore(null, 1, 2, play.object("semaphore"))
            .handle();
    play.fact("semaphore-of-live-name-keeps-counts");
    owner.findsAccess("its handle has SEMAPHORE_ALL_ACCESS", semaphore, SEMAPHORE_ALL_ACCESS);
    play.fact("semaphore-counts-waits");
    owner.gives("a wait takes it", WAIT_OBJECT_0).waitForSingleObject(semaphore, 0);
    owner.gives("and no other one gets through", WAIT_TIMEOUT).waitForSingleObject(semaphore, 0);
    owner.gives("a release tells the count before", 0).releaseSemaphore(semaphore, 1);
    owner.gives("the next one, too", 1).releaseSemaphore(semaphore, 1);
    play.fact("semaphore-maximum-kept");
    owner.fails("a third is over the maximum", ERROR_TOO_MANY_POSTS).releaseSemaphore(semaphore, 1);
    owner
        .fails("so is a large number", ERROR_TOO_MANY_POSTS)
        .releaseSemaphore(semaphore, Integer.MAX_VALUE);
    for (String which : new String[] {"which has changed nothing", "one of two", "two of two"}) {
      owner
          .gives(which, which.startsWith("two") ? WAIT_TIMEOUT : WAIT_OBJECT_0)
          .waitForSingleObject(semaphore, 0);
    }
    play.fact("release-of-none-refused");
    owner
        .fails(
            "a negative number cannot be released", ERROR_INVALID_PARAMETER, ERROR_TOO_MANY_POSTS)
        .releaseSemaphore(semaphore, -1);
    counts(play, owner);
    rights(play, owner, semaphore);
    waiters(play, owner, semaphore);
  }

  private static void counts(Play play, Actor owner) {
    play.fact("semaphore-counts-checked");
    owner
        .fails("more than the maximum at the start", ERROR_INVALID_PARAMETER)
        .createSemaphore(null, 2, 1, null);
    owner.fails("less than none", ERROR_INVALID_PARAMETER).createSemaphore(null, -1, 1, null);
    owner.fails("a maximum of none", ERROR_INVALID_PARAMETER).createSemaphore(null, 0, 0, null);
    play.fact("semaphore-of-live-name-keeps-counts");
    owner
        .opensExisting("other counts for a live name")
        .createSemaphore(null, 5, 6, play.object("semaphore"));
    Handle opened =
        owner
            .succeeds("are ignored")
            .openSemaphore(SEMAPHORE_ALL_ACCESS, false, play.object("semaphore"));
    owner.gives("the count is what it was", 0).releaseSemaphore(opened, 2);
  }

  private static void rights(Play play, Actor owner, Handle semaphore) {
    play.fact("semaphore-rights-are-separate");
    Handle releasing =
        withAccess(owner.succeeds("a duplicate for releasing"), semaphore, SEMAPHORE_MODIFY_STATE);
    owner.fails("cannot be waited for", ERROR_ACCESS_DENIED).waitForSingleObject(releasing, 0);
    Handle waiting = withAccess(owner.succeeds("one for waiting"), semaphore, SYNCHRONIZE);
    owner.gives("waits", WAIT_OBJECT_0).waitForSingleObject(waiting, 0);
    owner.fails("but does not release", ERROR_ACCESS_DENIED).releaseSemaphore(waiting, 1);
    owner.gives("the first one does", 1).releaseSemaphore(releasing, 1);
    Handle event = event(owner, "an event", true, false);
    play.fact("release-semaphore-needs-a-semaphore");
    owner.fails("is no semaphore", ERROR_INVALID_HANDLE).releaseSemaphore(event, 1);
  }

  private static void waiters(Play play, Actor owner, Handle semaphore) {
    play.fact("semaphore-counts-waits");
    for (int i = 0; i < 2; i++) {
      owner.gives("it is emptied", WAIT_OBJECT_0).waitForSingleObject(semaphore, 0);
    }
    ActorThread first = owner.thread("first waiter");
    ActorThread second = owner.thread("second waiter");
    play.fact("semaphore-release-wakes-many");
    for (ActorThread waiter : List.of(first, second)) {
      waiter.waits("two threads wait").waitForSingleObject(semaphore, INFINITE);
    }
    owner.gives("two are released", 0).releaseSemaphore(semaphore, 2);
    for (ActorThread waiter : List.of(first, second)) {
      waiter.nowGives("which ends both waits", WAIT_OBJECT_0);
    }
    owner.gives("and nothing is left", WAIT_TIMEOUT).waitForSingleObject(semaphore, 0);
  }
}
