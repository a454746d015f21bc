package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Child;
import handlelab.story.Play;
import java.util.Collections;
import java.util.List;

/** Waiting for any or all of several objects. */
public final class SeveralObjects extends Question {
  public SeveralObjects() {
    super("waits/several-objects", "What does a wait for several objects take?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    Handle manual = event(owner, true, true);
    Handle first = event(owner, false, true);
    Handle second = event(owner, false, true);
    owner
        .tested("wait-any-takes-lowest", "of several that are set the first one counts", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    owner
        .documented("manual-reset-event-stays-set", "it is reset", "ResetEvent")
        .succeeds()
        .resetEvent(manual);
    owner
        .tested("wait-any-takes-lowest", "then the next one", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0 + 1)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    owner
        .tested("wait-any-takes-lowest", "then the last one, which was left as it is", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0 + 2)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    owner
        .documented("wait-any-takes-lowest", "then none", "WaitForMultipleObjects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    owner
        .documented("set-event-wakes-each-waiter", "one is set", "SetEvent")
        .succeeds()
        .setEvent(first);
    owner
        .documented(
            "wait-all-takes-all-or-nothing",
            "a wait for all takes nothing before it has all",
            "WaitForMultipleObjects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForMultipleObjects(List.of(first, second), true, 0);
    owner
        .documented(
            "wait-any-takes-object-twice",
            "one object may be there twice",
            "The Old New Thing 2011-02-25")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForMultipleObjects(List.of(first, first), false, 0);
    all(owner, first, second);
    abandoned(owner, first);
    limits(owner, manual, first);
    files(play, owner, first);
  }

  private static Handle event(Actor owner, boolean manualReset, boolean isSet) {
    return owner
        .documented("event-initial-state", "an event", "CreateEventW")
        .creates()
        .createEvent(null, manualReset, isSet, null)
        .handle();
  }

  private static void all(Actor owner, Handle first, Handle second) {
    ActorThread waiter = owner.thread("waiter");
    waiter
        .documented("wait-all-takes-all-or-nothing", "a wait for both", "WaitForMultipleObjects")
        .waits()
        .waitForMultipleObjects(List.of(first, second), true, Win32.INFINITE);
    owner
        .documented("wait-all-reserves-nothing", "the first one is set", "SetEvent")
        .succeeds()
        .setEvent(first);
    owner
        .documented(
            "wait-all-reserves-nothing", "others get it meanwhile", "WaitForMultipleObjects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(first, 0);
    owner
        .documented("wait-all-reserves-nothing", "the second one is set", "SetEvent")
        .succeeds()
        .setEvent(second);
    owner
        .documented("wait-all-takes-all-or-nothing", "and the first again", "SetEvent")
        .succeeds()
        .setEvent(first);
    waiter
        .documented("wait-all-takes-all-or-nothing", "now it has both", "WaitForMultipleObjects")
        .nowGives(Win32.WAIT_OBJECT_0);
    owner
        .documented("wait-all-takes-all-or-nothing", "which it took", "WaitForMultipleObjects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForMultipleObjects(List.of(first, second), false, 0);
    owner
        .documented(
            "wait-all-refuses-object-twice",
            "of one object twice there is no all",
            "The Old New Thing 2011-02-25")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .waitForMultipleObjects(List.of(first, first), true, 0);
  }

  private static void abandoned(Actor owner, Handle event) {
    ActorThread ending = owner.thread("ending thread");
    Handle mutex =
        ending
            .documented("mutex-created-owned", "a mutex of a thread", "CreateMutexW")
            .creates()
            .createMutex(null, true, null)
            .handle();
    ending.end();
    owner
        .documented(
            "wait-tells-index-of-abandoned",
            "the thread has ended: the index is told",
            "WaitForMultipleObjects")
        .gives(Win32.WAIT_ABANDONED + 1)
        .waitForMultipleObjects(List.of(event, mutex), false, Win32.INFINITE);
    owner
        .documented(
            "wait-any-takes-lowest", "a mutex of one's own counts as any", "WaitForMultipleObjects")
        .gives(Win32.WAIT_OBJECT_0 + 1)
        .waitForMultipleObjects(List.of(event, mutex), false, 0);
    Child child = bareChild(owner);
    owner
        .documented("set-event-wakes-each-waiter", "the event is set", "SetEvent")
        .succeeds()
        .setEvent(event);
    owner
        .documented(
            "wait-all-of-process-and-event",
            "while a process runs, both are not there",
            "WaitForMultipleObjects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForMultipleObjects(List.of(child.process(), event), true, 0);
    owner
        .documented(
            "wait-any-of-process-and-event", "the event is still set", "WaitForMultipleObjects")
        .gives(Win32.WAIT_OBJECT_0 + 1)
        .waitForMultipleObjects(List.of(child.process(), event), false, 0);
    child.exit(0);
    owner
        .documented("wait-any-of-process-and-event", "the process ends", "WaitForMultipleObjects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForMultipleObjects(List.of(child.process(), event), false, Win32.INFINITE);
  }

  private static void limits(Actor owner, Handle manual, Handle auto) {
    owner
        .documented("set-event-wakes-each-waiter", "an event is set", "SetEvent")
        .succeeds()
        .setEvent(manual);
    owner
        .documented(
            "wait-count-limited",
            "no object is not enough",
            "WaitForMultipleObjects, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .waitForMultipleObjects(List.of(), false, 0);
    owner
        .tested("wait-count-limited", "64 are not too many", SYNC_TEST)
        .gives(Win32.WAIT_OBJECT_0)
        .waitForMultipleObjects(Collections.nCopies(64, manual), false, 0);
    owner
        .documented("wait-count-limited", "65 are", "WaitForMultipleObjects, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .waitForMultipleObjects(Collections.nCopies(65, manual), false, 0);
    owner
        .tested(
            "wait-for-many-refuses-pseudo-handles",
            "a pseudo handle is none here",
            SYNC_TEST + " (todo_wine)")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .waitForMultipleObjects(List.of(Handle.CURRENT_PROCESS), false, 0);
    owner
        .tested("pseudo-handles-can-be-waited-for", "but for a single object", SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_PROCESS, 0);
    Handle setting =
        owner
            .documented(
                "set-event-needs-modify-state", "a handle only for setting", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, auto, SELF, Win32.EVENT_MODIFY_STATE, false, 0);
    owner
        .documented(
            "wait-checks-all-handles",
            "one that may not be waited for, among others",
            "WaitForMultipleObjects: the handles must have SYNCHRONIZE")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForMultipleObjects(List.of(manual, setting), false, 0);
  }

  private static void files(Play play, Actor owner, Handle event) {
    Handle slot = slot(play, owner, "idle");
    owner
        .tested("mailslot-is-wait-object", "an idle file is signalled", PIPE_TEST + ", for a pipe")
        .gives(Win32.WAIT_OBJECT_0 + 1)
        .waitForMultipleObjects(List.of(event, slot), false, 0);
    owner
        .tested("mailslot-is-wait-object", "and stays so", PIPE_TEST + ", for a pipe")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(slot, 0);
  }
}
