package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
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
    Handle manual = event(owner, "an event", true, true);
    Handle first = event(owner, "an event", false, true);
    Handle second = event(owner, "an event", false, true);
    play.fact("wait-any-takes-lowest");
    owner
        .gives("of several that are set the first one counts", WAIT_OBJECT_0)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    play.fact("manual-reset-event-stays-set");
    owner.succeeds("it is reset").resetEvent(manual);
    play.fact("wait-any-takes-lowest");
    any(owner.gives("then the next one", WAIT_OBJECT_0 + 1), manual, first, second);
    owner
        .gives("then the last one, which was left as it is", WAIT_OBJECT_0 + 2)
        .waitForMultipleObjects(List.of(manual, first, second), false, 0);
    any(owner.gives("then none", WAIT_TIMEOUT), manual, first, second);
    play.fact("set-event-wakes-each-waiter");
    owner.succeeds("one is set").setEvent(first);
    play.fact("wait-all-takes-all-or-nothing");
    all(owner.gives("a wait for all takes nothing before it has all", WAIT_TIMEOUT), first, second);
    play.fact("wait-any-takes-object-twice");
    any(owner.gives("one object may be there twice", WAIT_OBJECT_0), first, first);
    waitForAll(play, owner, first, second);
    abandoned(play, owner, first);
    limits(play, owner, manual, first);
    files(play, owner, first);
  }

  private static void any(Kernel32 recorder, Handle... handles) {
    var unused = recorder.waitForMultipleObjects(List.of(handles), false, 0);
  }

  private static void all(Kernel32 recorder, Handle... handles) {
    var unused = recorder.waitForMultipleObjects(List.of(handles), true, 0);
  }

  private static void waitForAll(Play play, Actor owner, Handle first, Handle second) {
    ActorThread waiter = owner.thread("waiter");
    play.fact("wait-all-takes-all-or-nothing");
    waiter.waits("a wait for both").waitForMultipleObjects(List.of(first, second), true, INFINITE);
    play.fact("wait-all-reserves-nothing");
    owner.succeeds("the first one is set").setEvent(first);
    owner.gives("others get it meanwhile", WAIT_OBJECT_0).waitForSingleObject(first, 0);
    owner.succeeds("the second one is set").setEvent(second);
    play.fact("wait-all-takes-all-or-nothing");
    owner.succeeds("and the first again").setEvent(first);
    waiter.nowGives("now it has both", WAIT_OBJECT_0);
    any(owner.gives("which it took", WAIT_TIMEOUT), first, second);
    play.fact("wait-all-refuses-object-twice");
    all(owner.fails("of one object twice there is no all", ERROR_INVALID_PARAMETER), first, first);
  }

  private static void abandoned(Play play, Actor owner, Handle event) {
    ActorThread ending = owner.thread("ending thread");
    play.fact("mutex-created-owned");
    Handle mutex = ending.creates("a mutex of a thread").createMutex(null, true, null).handle();
    ending.end();
    play.fact("wait-tells-index-of-abandoned");
    owner
        .gives("the thread has ended: the index is told", WAIT_ABANDONED + 1)
        .waitForMultipleObjects(List.of(event, mutex), false, INFINITE);
    play.fact("wait-any-takes-lowest");
    any(owner.gives("a mutex of one's own counts as any", WAIT_OBJECT_0 + 1), event, mutex);
    Child child = bareChild(owner);
    play.fact("set-event-wakes-each-waiter");
    owner.succeeds("the event is set").setEvent(event);
    play.fact("wait-all-of-process-and-event");
    owner
        .gives("while a process runs, both are not there", WAIT_TIMEOUT)
        .waitForMultipleObjects(List.of(child.process(), event), true, 0);
    play.fact("wait-any-of-process-and-event");
    any(owner.gives("the event is still set", WAIT_OBJECT_0 + 1), child.process(), event);
    child.exit(0);
    owner
        .gives("the process ends", WAIT_OBJECT_0)
        .waitForMultipleObjects(List.of(child.process(), event), false, INFINITE);
  }

  private static void limits(Play play, Actor owner, Handle manual, Handle auto) {
    play.fact("set-event-wakes-each-waiter");
    owner.succeeds("an event is set").setEvent(manual);
    play.fact("wait-count-limited");
    any(owner.fails("no object is not enough", ERROR_INVALID_PARAMETER));
    owner
        .gives("64 are not too many", WAIT_OBJECT_0)
        .waitForMultipleObjects(Collections.nCopies(64, manual), false, 0);
    owner
        .fails("65 are", ERROR_INVALID_PARAMETER)
        .waitForMultipleObjects(Collections.nCopies(65, manual), false, 0);
    play.fact("wait-for-many-refuses-pseudo-handles");
    any(owner.fails("a pseudo handle is none here", ERROR_INVALID_HANDLE), Handle.CURRENT_PROCESS);
    play.fact("pseudo-handles-can-be-waited-for");
    owner
        .gives("but for a single object", WAIT_TIMEOUT)
        .waitForSingleObject(Handle.CURRENT_PROCESS, 0);
    play.fact("set-event-needs-modify-state");
    Handle setting =
        withAccess(owner.succeeds("a handle only for setting"), auto, EVENT_MODIFY_STATE);
    play.fact("wait-checks-all-handles");
    owner
        .fails("one that may not be waited for, among others", ERROR_ACCESS_DENIED)
        .waitForMultipleObjects(List.of(manual, setting), false, 0);
  }

  private static void files(Play play, Actor owner, Handle event) {
    Handle slot = slot(play, owner, "idle");
    play.fact("mailslot-is-wait-object");
    any(owner.gives("an idle file is signalled", WAIT_OBJECT_0 + 1), event, slot);
    owner.gives("and stays so", WAIT_OBJECT_0).waitForSingleObject(slot, 0);
  }
}
