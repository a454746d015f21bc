package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** Events with and without manual reset, and the rights of their handles. */
public final class EventStates extends Question {
  public EventStates() {
    super("events/states", "When is an event set, and whom does it release?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle auto = event(owner, "an event that is set", false, true);
    play.fact("event-row");
    owner.findsAccess("its handle has EVENT_ALL_ACCESS", auto, EVENT_ALL_ACCESS);
    owner.findsName("it has no name", auto, null);
    play.fact("auto-reset-event-releases-one");
    owner.gives("one wait gets through", WAIT_OBJECT_0).waitForSingleObject(auto, 0);
    owner.gives("and has reset it", WAIT_TIMEOUT).waitForSingleObject(auto, 0);
    play.fact("set-event-wakes-each-waiter");
    owner.succeeds("it can be set again").setEvent(auto);
    play.fact("auto-reset-event-releases-one");
    owner.succeeds("twice is no more than once").setEvent(auto);
    owner.gives("again one wait", WAIT_OBJECT_0).waitForSingleObject(auto, 0);
    owner.gives("and no second one", WAIT_TIMEOUT).waitForSingleObject(auto, 0);
    manualReset(play, owner);
    rights(play, owner, auto);
    waiter(play, owner);
  }

  private static void manualReset(Play play, Actor owner) {
    play.fact("manual-reset-event-stays-set");
    Handle manual =
        owner.creates("with manual reset").createEvent(null, true, false, null).handle();
    play.fact("event-initial-state");
    owner.gives("it is not set", WAIT_TIMEOUT).waitForSingleObject(manual, 0);
    play.fact("manual-reset-event-stays-set");
    owner.succeeds("it is set").setEvent(manual);
    for (String which : new String[] {"a wait gets through", "and another one"}) {
      owner.gives(which, WAIT_OBJECT_0).waitForSingleObject(manual, 0);
    }
    owner.succeeds("until it is reset").resetEvent(manual);
    owner.gives("now it is not set", WAIT_TIMEOUT).waitForSingleObject(manual, 0);
  }

  private static void rights(Play play, Actor owner, Handle event) {
    play.fact("set-event-needs-modify-state");
    Handle waiting = withAccess(owner.succeeds("a duplicate only for waiting"), event, SYNCHRONIZE);
    owner.fails("cannot set it", ERROR_ACCESS_DENIED).setEvent(waiting);
    owner.fails("nor reset it", ERROR_ACCESS_DENIED).resetEvent(waiting);
    owner.gives("but wait", WAIT_TIMEOUT).waitForSingleObject(waiting, 0);
    Handle setting = withAccess(owner.succeeds("one only for setting"), event, EVENT_MODIFY_STATE);
    owner.succeeds("sets it").setEvent(setting);
    owner.fails("but cannot wait", ERROR_ACCESS_DENIED).waitForSingleObject(setting, 0);
    play.fact("event-duplicate-can-be-raised");
    Handle raised =
        withAccess(owner.succeeds("it can be duplicated to all access"), setting, EVENT_ALL_ACCESS);
    owner.gives("which waits", WAIT_OBJECT_0).waitForSingleObject(raised, 0);
  }

  private static void waiter(Play play, Actor owner) {
    ActorThread waiter = owner.thread("waiter");
    Handle event = event(owner, "an event that is not set", false, false);
    play.fact("set-event-wakes-each-waiter");
    waiter.waits("a wait for it waits").waitForSingleObject(event, INFINITE);
    owner.succeeds("it is set meanwhile").setEvent(event);
    waiter.nowGives("which ends the wait", WAIT_OBJECT_0);
    play.fact("auto-reset-event-releases-one");
    owner.gives("that took the signal", WAIT_TIMEOUT).waitForSingleObject(event, 0);
  }
}
