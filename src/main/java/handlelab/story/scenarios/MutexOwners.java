package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
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
    play.fact("mutex-created-owned");
    Handle mutex =
        owner
            .creates("a mutex that its creator owns")
            .createMutex(INHERITABLE, true, play.object("mutex"))
            .handle();
    owner.findsAccess("its handle has MUTEX_ALL_ACCESS", mutex, MUTEX_ALL_ACCESS);
    play.fact("mutex-has-one-owner");
    other.gives("another thread does not get it", WAIT_TIMEOUT).waitForSingleObject(mutex, 0);
    other.fails("nor may release it", ERROR_NOT_OWNER).releaseMutex(mutex);
    play.fact("mutex-created-owned");
    other
        .opensExisting("that asks for it at its creation opens it only")
        .createMutex(null, true, play.object("mutex"));
    other.fails("and does not own it", ERROR_NOT_OWNER).releaseMutex(mutex);
    play.fact("mutex-counts-its-owner");
    owner.gives("the owner gets it again", WAIT_OBJECT_0).waitForSingleObject(mutex, 0);
    owner.succeeds("and must release it as often: once").releaseMutex(mutex);
    other.gives("which is not enough", WAIT_TIMEOUT).waitForSingleObject(mutex, 0);
    owner.succeeds("twice").releaseMutex(mutex);
    owner.fails("once too often", ERROR_NOT_OWNER).releaseMutex(mutex);
    endedThread(play, owner, other, mutex);
    endedProcess(play, owner, mutex);
    rights(play, owner);
  }

  private static void endedThread(Play play, Actor owner, ActorThread other, Handle mutex) {
    ActorThread waiter = owner.thread("waiter");
    play.fact("ended-thread-abandons-mutex");
    other.gives("another thread owns it", WAIT_OBJECT_0).waitForSingleObject(mutex, 0);
    play.fact("abandoned-mutex-wakes-waiter");
    waiter.waits("a third one waits").waitForSingleObject(mutex, INFINITE);
    other.end();
    waiter.nowGives("the owner has ended: the waiter gets it", WAIT_ABANDONED);
    play.fact("ended-thread-abandons-mutex");
    owner.gives("and owns it", WAIT_TIMEOUT).waitForSingleObject(mutex, 0);
    waiter.succeeds("it can be released").releaseMutex(mutex);
    owner.gives("and is as any other", WAIT_OBJECT_0).waitForSingleObject(mutex, 0);
  }

  private static void endedProcess(Play play, Actor owner, Handle mutex) {
    Child child = heir(owner, "child", mutex);
    play.fact("child-owns-no-inherited-mutex");
    child
        .gives("a child that inherits it does not own it", WAIT_TIMEOUT)
        .waitForSingleObject(mutex, 0);
    owner.succeeds("the owner releases it").releaseMutex(mutex);
    play.fact("killed-process-abandons-mutex");
    child.gives("now the child owns it", WAIT_OBJECT_0).waitForSingleObject(mutex, 0);
    owner.succeeds("the child is ended").terminateProcess(child.process(), 1);
    owner.gives("which abandons it", WAIT_ABANDONED).waitForSingleObject(mutex, INFINITE);
    owner.succeeds("it is released").releaseMutex(mutex);
    Child second = heir(owner, "second", mutex);
    second.gives("a second child owns it", WAIT_OBJECT_0).waitForSingleObject(mutex, 0);
    end(owner, second, "and ends by itself");
    owner.gives("which is the same", WAIT_ABANDONED).waitForSingleObject(mutex, INFINITE);
    owner.succeeds("it is released again").releaseMutex(mutex);
  }

  private static void rights(Play play, Actor owner) {
    String name = play.object("mutex");
    play.fact("mutex-generic-access");
    Handle unwaitable =
        owner.succeeds("to read and write").openMutex(GENERIC_READ | GENERIC_WRITE, false, name);
    owner.fails("is not to wait", ERROR_ACCESS_DENIED).waitForSingleObject(unwaitable, 0);
    Handle waitable = owner.succeeds("to execute").openMutex(GENERIC_EXECUTE, false, name);
    owner.gives("is", WAIT_OBJECT_0).waitForSingleObject(waitable, 0);
    play.fact("mutex-needs-synchronize-only");
    owner.succeeds("which is enough to own it and to release it").releaseMutex(waitable);
    play.fact("event-duplicate-can-be-raised");
    Handle single =
        withAccess(owner.succeeds("a duplicate with fewer rights"), waitable, SYNCHRONIZE);
    withAccess(owner.succeeds("and one of that with more"), single, MUTEX_ALL_ACCESS);
    play.fact("object-access-checked");
    owner.fails("no access at all", ERROR_ACCESS_DENIED).openMutex(0, false, name);
    owner.fails("a right that mutexes do not have", ERROR_ACCESS_DENIED).openMutex(2, false, name);
    owner
        .fails("one that needs a privilege", ERROR_PRIVILEGE_NOT_HELD)
        .openMutex(ACCESS_SYSTEM_SECURITY, false, name);
  }
}
