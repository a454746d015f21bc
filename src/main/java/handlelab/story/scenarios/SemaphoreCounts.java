package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle semaphore =
        owner
            .documented("semaphore-counts-waits", "a semaphore with one of two", "CreateSemaphoreW")
            .creates()
            .createSemaphore(null, 1, 2, play.object("semaphore"))
            .handle();
    owner
        .documented(
            "semaphore-of-live-name-keeps-counts",
            "its handle has SEMAPHORE_ALL_ACCESS",
            OBJECT_RIGHTS)
        .findsAccess(semaphore, Win32.SEMAPHORE_ALL_ACCESS);
    owner
        .documented("semaphore-counts-waits", "a wait takes it", "Semaphore Objects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(semaphore, 0);
    owner
        .documented("semaphore-counts-waits", "and no other one gets through", "Semaphore Objects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(semaphore, 0);
    owner
        .tested("semaphore-counts-waits", "a release tells the count before", NT_SYNC_TEST)
        .gives(0)
        .releaseSemaphore(semaphore, 1);
    owner
        .tested("semaphore-counts-waits", "the next one, too", NT_SYNC_TEST)
        .gives(1)
        .releaseSemaphore(semaphore, 1);
    owner
        .documented("semaphore-maximum-kept", "a third is over the maximum", "ReleaseSemaphore")
        .fails(Win32Error.ERROR_TOO_MANY_POSTS)
        .releaseSemaphore(semaphore, 1);
    owner
        .tested("semaphore-maximum-kept", "so is a large number", NT_SYNC_TEST)
        .fails(Win32Error.ERROR_TOO_MANY_POSTS)
        .releaseSemaphore(semaphore, Integer.MAX_VALUE);
    for (String which : new String[] {"which has changed nothing", "one of two", "two of two"}) {
      owner
          .documented("semaphore-maximum-kept", which, "ReleaseSemaphore")
          .gives(which.startsWith("two") ? Win32.WAIT_TIMEOUT : Win32.WAIT_OBJECT_0)
          .waitForSingleObject(semaphore, 0);
    }
    owner
        .documented(
            "release-of-none-refused",
            "a negative number cannot be released",
            "ReleaseSemaphore, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_TOO_MANY_POSTS)
        .releaseSemaphore(semaphore, -1);
    counts(play, owner);
    rights(owner, semaphore);
    waiters(owner, semaphore);
  }

  private static void counts(Play play, Actor owner) {
    owner
        .tested("semaphore-counts-checked", "more than the maximum at the start", NT_SYNC_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createSemaphore(null, 2, 1, null);
    owner
        .documented(
            "semaphore-counts-checked", "less than none", "CreateSemaphoreW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createSemaphore(null, -1, 1, null);
    owner
        .documented(
            "semaphore-counts-checked",
            "a maximum of none",
            "CreateSemaphoreW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createSemaphore(null, 0, 0, null);
    owner
        .tested("semaphore-of-live-name-keeps-counts", "other counts for a live name", SYNC_TEST)
        .opensExisting()
        .createSemaphore(null, 5, 6, play.object("semaphore"));
    Handle opened =
        owner
            .documented("semaphore-of-live-name-keeps-counts", "are ignored", "OpenSemaphoreW")
            .succeeds()
            .openSemaphore(Win32.SEMAPHORE_ALL_ACCESS, false, play.object("semaphore"));
    owner
        .documented(
            "semaphore-of-live-name-keeps-counts", "the count is what it was", "CreateSemaphoreW")
        .gives(0)
        .releaseSemaphore(opened, 2);
  }

  private static void rights(Actor owner, Handle semaphore) {
    Handle releasing =
        owner
            .documented(
                "semaphore-rights-are-separate", "a duplicate for releasing", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, semaphore, SELF, Win32.SEMAPHORE_MODIFY_STATE, false, 0);
    owner
        .documented("semaphore-rights-are-separate", "cannot be waited for", OBJECT_RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForSingleObject(releasing, 0);
    Handle waiting =
        owner
            .documented("semaphore-rights-are-separate", "one for waiting", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, semaphore, SELF, Win32.SYNCHRONIZE, false, 0);
    owner
        .documented("semaphore-rights-are-separate", "waits", OBJECT_RIGHTS)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(waiting, 0);
    owner
        .documented("semaphore-rights-are-separate", "but does not release", OBJECT_RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .releaseSemaphore(waiting, 1);
    owner
        .documented("semaphore-rights-are-separate", "the first one does", OBJECT_RIGHTS)
        .gives(1)
        .releaseSemaphore(releasing, 1);
    Handle event =
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    owner
        .tested("release-semaphore-needs-a-semaphore", "is no semaphore", OBJECT_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .releaseSemaphore(event, 1);
  }

  private static void waiters(Actor owner, Handle semaphore) {
    for (int i = 0; i < 2; i++) {
      owner
          .documented("semaphore-counts-waits", "it is emptied", "Semaphore Objects")
          .gives(Win32.WAIT_OBJECT_0)
          .waitForSingleObject(semaphore, 0);
    }
    ActorThread first = owner.thread("first waiter");
    ActorThread second = owner.thread("second waiter");
    for (ActorThread waiter : List.of(first, second)) {
      waiter
          .documented("semaphore-release-wakes-many", "two threads wait", "WaitForSingleObject")
          .waits()
          .waitForSingleObject(semaphore, Win32.INFINITE);
    }
    owner
        .documented("semaphore-release-wakes-many", "two are released", "ReleaseSemaphore")
        .gives(0)
        .releaseSemaphore(semaphore, 2);
    for (ActorThread waiter : List.of(first, second)) {
      waiter
          .documented("semaphore-release-wakes-many", "which ends both waits", "ReleaseSemaphore")
          .nowGives(Win32.WAIT_OBJECT_0);
    }
    owner
        .documented("semaphore-release-wakes-many", "and nothing is left", "Semaphore Objects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(semaphore, 0);
  }
}
