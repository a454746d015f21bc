package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Child;
import handlelab.story.Play;

/** Mutexes: who owns one, how often, and what its end leaves behind. */
public final class MutexOwners extends Question {
  public MutexOwners() {
    super("mutexes/owners", "Who owns a mutex, and what if the owner ends?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    ActorThread other = owner.thread("other thread");
    Handle mutex =
        owner
            .documented("mutex-created-owned", "a mutex that its creator owns", "CreateMutexW")
            .creates()
            .createMutex(SecurityAttributes.INHERITABLE, true, play.object("mutex"))
            .handle();
    owner
        .documented("mutex-created-owned", "its handle has MUTEX_ALL_ACCESS", OBJECT_RIGHTS)
        .findsAccess(mutex, Win32.MUTEX_ALL_ACCESS);
    other
        .tested("mutex-has-one-owner", "another thread does not get it", NT_SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(mutex, 0);
    other
        .documented("mutex-has-one-owner", "nor may release it", "ReleaseMutex")
        .fails(Win32Error.ERROR_NOT_OWNER)
        .releaseMutex(mutex);
    other
        .tested("mutex-created-owned", "that asks for it at its creation opens it only", SYNC_TEST)
        .opensExisting()
        .createMutex(null, true, play.object("mutex"));
    other
        .tested("mutex-created-owned", "and does not own it", SYNC_TEST)
        .fails(Win32Error.ERROR_NOT_OWNER)
        .releaseMutex(mutex);
    owner
        .tested("mutex-counts-its-owner", "the owner gets it again", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(mutex, 0);
    owner
        .tested("mutex-counts-its-owner", "and must release it as often: once", SYNC_TEST)
        .succeeds()
        .releaseMutex(mutex);
    other
        .tested("mutex-counts-its-owner", "which is not enough", SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(mutex, 0);
    owner.tested("mutex-counts-its-owner", "twice", SYNC_TEST).succeeds().releaseMutex(mutex);
    owner
        .tested("mutex-counts-its-owner", "once too often", SYNC_TEST)
        .fails(Win32Error.ERROR_NOT_OWNER)
        .releaseMutex(mutex);
    endedThread(owner, other, mutex);
    endedProcess(owner, mutex);
    rights(play, owner);
  }

  private static void endedThread(Actor owner, ActorThread other, Handle mutex) {
    ActorThread waiter = owner.thread("waiter");
    other
        .tested("ended-thread-abandons-mutex", "another thread owns it", NT_SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(mutex, 0);
    waiter
        .tested(
            "abandoned-mutex-wakes-waiter",
            "a third one waits",
            "dotnet MutexTests.cs, AbandonExisting")
        .waits()
        .waitForSingleObject(mutex, Win32.INFINITE);
    other.end();
    waiter
        .tested(
            "abandoned-mutex-wakes-waiter",
            "the owner has ended: the waiter gets it",
            "dotnet MutexTests.cs, AbandonExisting")
        .nowGives(Win32.WAIT_ABANDONED);
    owner
        .tested("ended-thread-abandons-mutex", "and owns it", NT_SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(mutex, 0);
    waiter
        .tested("ended-thread-abandons-mutex", "it can be released", NT_SYNC_TEST)
        .succeeds()
        .releaseMutex(mutex);
    owner
        .tested("ended-thread-abandons-mutex", "and is as any other", NT_SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(mutex, 0);
  }

  private static void endedProcess(Actor owner, Handle mutex) {
    Child child = heir(owner, "child", mutex);
    child
        .documented(
            "child-owns-no-inherited-mutex",
            "a child that inherits it does not own it",
            "Mutex Objects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(mutex, 0);
    owner
        .documented("child-owns-no-inherited-mutex", "the owner releases it", "ReleaseMutex")
        .succeeds()
        .releaseMutex(mutex);
    child
        .documented("killed-process-abandons-mutex", "now the child owns it", "Mutex Objects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(mutex, 0);
    owner
        .documented("killed-process-abandons-mutex", "the child is ended", "TerminateProcess")
        .succeeds()
        .terminateProcess(child.process(), 1);
    owner
        .documented("killed-process-abandons-mutex", "which abandons it", "WaitForSingleObject")
        .gives(Win32.WAIT_ABANDONED)
        .waitForSingleObject(mutex, Win32.INFINITE);
    owner
        .documented("killed-process-abandons-mutex", "it is released", "ReleaseMutex")
        .succeeds()
        .releaseMutex(mutex);
    Child second = heir(owner, "second", mutex);
    second
        .documented("killed-process-abandons-mutex", "a second child owns it", "Mutex Objects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(mutex, 0);
    end(owner, second, "and ends by itself");
    owner
        .documented("killed-process-abandons-mutex", "which is the same", "WaitForSingleObject")
        .gives(Win32.WAIT_ABANDONED)
        .waitForSingleObject(mutex, Win32.INFINITE);
    owner
        .documented("killed-process-abandons-mutex", "it is released again", "ReleaseMutex")
        .succeeds()
        .releaseMutex(mutex);
  }

  private static void rights(Play play, Actor owner) {
    String name = play.object("mutex");
    Handle unwaitable =
        owner
            .tested("mutex-generic-access", "to read and write", SYNC_TEST)
            .succeeds()
            .openMutex(Win32.GENERIC_READ | Win32.GENERIC_WRITE, false, name);
    owner
        .tested("mutex-generic-access", "is not to wait", SYNC_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForSingleObject(unwaitable, 0);
    Handle waitable =
        owner
            .tested("mutex-generic-access", "to execute", SYNC_TEST)
            .succeeds()
            .openMutex(Win32.GENERIC_EXECUTE, false, name);
    owner
        .tested("mutex-generic-access", "is", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(waitable, 0);
    owner
        .documented(
            "mutex-needs-synchronize-only",
            "which is enough to own it and to release it",
            OBJECT_RIGHTS)
        .succeeds()
        .releaseMutex(waitable);
    Handle single =
        owner
            .documented(
                "event-duplicate-can-be-raised", "a duplicate with fewer rights", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, waitable, SELF, Win32.SYNCHRONIZE, false, 0);
    owner
        .documented("event-duplicate-can-be-raised", "and one of that with more", "DuplicateHandle")
        .succeeds()
        .duplicateHandle(SELF, single, SELF, Win32.MUTEX_ALL_ACCESS, false, 0);
    owner
        .tested("object-access-checked", "no access at all", SYNC_TEST + " (todo_wine)")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openMutex(0, false, name);
    owner
        .tested(
            "object-access-checked", "a right that mutexes do not have", SYNC_TEST + " (todo_wine)")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .openMutex(2, false, name);
    owner
        .tested("object-access-checked", "one that needs a privilege", SYNC_TEST + " (todo_wine)")
        .fails(Win32Error.ERROR_PRIVILEGE_NOT_HELD)
        .openMutex(Win32.ACCESS_SYSTEM_SECURITY, false, name);
  }
}
