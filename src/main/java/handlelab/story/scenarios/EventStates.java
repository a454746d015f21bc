package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle auto =
        owner
            .documented("event-initial-state", "an event that is set", "CreateEventW")
            .creates()
            .createEvent(null, false, true, null)
            .handle();
    owner
        .documented("event-row", "its handle has EVENT_ALL_ACCESS", "CreateEventW")
        .findsAccess(auto, Win32.EVENT_ALL_ACCESS);
    owner.tested("event-row", "it has no name", OBJECT_TEST).findsName(auto, null);
    owner
        .documented("auto-reset-event-releases-one", "one wait gets through", "Event Objects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(auto, 0);
    owner
        .tested("auto-reset-event-releases-one", "and has reset it", NT_SYNC_TEST)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(auto, 0);
    owner
        .documented("set-event-wakes-each-waiter", "it can be set again", "SetEvent")
        .succeeds()
        .setEvent(auto);
    owner
        .documented("auto-reset-event-releases-one", "twice is no more than once", "SetEvent")
        .succeeds()
        .setEvent(auto);
    owner
        .documented("auto-reset-event-releases-one", "again one wait", "Event Objects")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(auto, 0);
    owner
        .documented("auto-reset-event-releases-one", "and no second one", "Event Objects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(auto, 0);
    manualReset(owner);
    rights(owner, auto);
    waiter(owner);
  }

  private static void manualReset(Actor owner) {
    Handle manual =
        owner
            .documented("manual-reset-event-stays-set", "with manual reset", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    owner
        .documented("event-initial-state", "it is not set", "CreateEventW")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(manual, 0);
    owner
        .documented("manual-reset-event-stays-set", "it is set", "SetEvent")
        .succeeds()
        .setEvent(manual);
    for (String which : new String[] {"a wait gets through", "and another one"}) {
      owner
          .documented("manual-reset-event-stays-set", which, "SetEvent")
          .gives(Win32.WAIT_OBJECT_0)
          .waitForSingleObject(manual, 0);
    }
    owner
        .documented("manual-reset-event-stays-set", "until it is reset", "ResetEvent")
        .succeeds()
        .resetEvent(manual);
    owner
        .documented("manual-reset-event-stays-set", "now it is not set", "ResetEvent")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(manual, 0);
  }

  private static void rights(Actor owner, Handle event) {
    Handle waiting =
        owner
            .documented(
                "set-event-needs-modify-state", "a duplicate only for waiting", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, event, SELF, Win32.SYNCHRONIZE, false, 0);
    owner
        .documented("set-event-needs-modify-state", "cannot set it", OBJECT_RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .setEvent(waiting);
    owner
        .documented("set-event-needs-modify-state", "nor reset it", OBJECT_RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .resetEvent(waiting);
    owner
        .documented("set-event-needs-modify-state", "but wait", OBJECT_RIGHTS)
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(waiting, 0);
    Handle setting =
        owner
            .documented("set-event-needs-modify-state", "one only for setting", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, event, SELF, Win32.EVENT_MODIFY_STATE, false, 0);
    owner
        .documented("set-event-needs-modify-state", "sets it", OBJECT_RIGHTS)
        .succeeds()
        .setEvent(setting);
    owner
        .documented("set-event-needs-modify-state", "but cannot wait", OBJECT_RIGHTS)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .waitForSingleObject(setting, 0);
    Handle raised =
        owner
            .documented(
                "event-duplicate-can-be-raised",
                "it can be duplicated to all access",
                "DuplicateHandle")
            .succeeds()
            .duplicateHandle(SELF, setting, SELF, Win32.EVENT_ALL_ACCESS, false, 0);
    owner
        .documented("event-duplicate-can-be-raised", "which waits", "DuplicateHandle")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(raised, 0);
  }

  private static void waiter(Actor owner) {
    ActorThread waiter = owner.thread("waiter");
    Handle event =
        owner
            .documented("event-initial-state", "an event that is not set", "CreateEventW")
            .creates()
            .createEvent(null, false, false, null)
            .handle();
    waiter
        .documented("set-event-wakes-each-waiter", "a wait for it waits", "WaitForSingleObject")
        .waits()
        .waitForSingleObject(event, Win32.INFINITE);
    owner
        .documented("set-event-wakes-each-waiter", "it is set meanwhile", "SetEvent")
        .succeeds()
        .setEvent(event);
    waiter
        .documented("set-event-wakes-each-waiter", "which ends the wait", "SetEvent")
        .nowGives(Win32.WAIT_OBJECT_0);
    owner
        .documented("auto-reset-event-releases-one", "that took the signal", "Event Objects")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(event, 0);
  }
}
