package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Names of events, mutexes and semaphores, within a process and between two. */
public final class ObjectNames extends Question {
  public ObjectNames() {
    super("objects/names", "How are events, mutexes and semaphores found by their names?");
  }

  @Override
  public void play(Play play) {
    Actor first = play.process("first");
    Child second = bareChild(first);
    play.fact("create-of-live-name-opens");
    Handle event =
        first.creates("a new name").createEvent(null, true, false, play.object("Event")).handle();
    play.fact("event-row");
    first.findsName("which the object has", event, "\\BaseNamedObjects\\" + play.object("Event"));
    play.fact("create-of-live-name-opens");
    Handle opened =
        second
            .opensExisting("creating it again opens it")
            .createEvent(INHERITABLE, false, true, play.object("Event"))
            .handle();
    second.gives("the inherit flag is its own", HANDLE_FLAG_INHERIT).getHandleInformation(opened);
    first.gives("and not that of the first handle", 0).getHandleInformation(event);
    second.gives("the initial state is ignored", WAIT_TIMEOUT).waitForSingleObject(opened, 0);
    play.fact("event-shared-by-name");
    first.succeeds("what one process sets").setEvent(event);
    second.gives("the other one sees", WAIT_OBJECT_0).waitForSingleObject(opened, 0);
    open(play, first, second);
    types(play, first);
    forms(play, first);
    lives(play, first, second, event, opened);
  }

  private static void open(Play play, Actor first, Actor second) {
    play.fact("open-takes-inherit-flag");
    Handle inheritable =
        second
            .succeeds("opening takes an inherit flag, too")
            .openEvent(EVENT_ALL_ACCESS, true, play.object("Event"));
    second.gives("which the new handle has", HANDLE_FLAG_INHERIT).getHandleInformation(inheritable);
    play.fact("object-names-keep-case");
    second
        .fails("case counts", ERROR_FILE_NOT_FOUND)
        .openEvent(SYNCHRONIZE, false, play.object("EVENT"));
    play.fact("object-name-free-after-last-close");
    first
        .fails("a name that is not there", ERROR_FILE_NOT_FOUND)
        .openMutex(SYNCHRONIZE, false, play.object("missing"));
    play.fact("open-without-name-refused");
    first.fails("no name at all", ERROR_INVALID_PARAMETER).openEvent(SYNCHRONIZE, false, null);
    first.fails("nor for a mutex", ERROR_INVALID_PARAMETER).openMutex(SYNCHRONIZE, false, null);
    first
        .fails("an empty name is that of the directory", ERROR_INVALID_HANDLE)
        .openEvent(SYNCHRONIZE, false, "");
  }

  private static void types(Play play, Actor first) {
    play.fact("object-names-are-shared-by-types");
    first
        .fails("a mutex cannot have an event's name", ERROR_INVALID_HANDLE)
        .createMutex(null, false, play.object("Event"));
    first
        .fails("nor can a semaphore", ERROR_INVALID_HANDLE)
        .createSemaphore(null, 0, 1, play.object("Event"));
    first
        .fails("nor can it be opened so", ERROR_INVALID_HANDLE, ERROR_FILE_NOT_FOUND)
        .openMutex(SYNCHRONIZE, false, play.object("Event"));
    play.fact("object-names-apart-from-devices");
    first.succeeds("a mailslot can").createMailslot(play.slot("Event"), 0, 0, null);
    first
        .creates("and a pipe")
        .createNamedPipe(play.pipe("Event"), PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, null);
  }

  private static void forms(Play play, Actor first) {
    String name = play.object("x");
    play.fact("object-name-backslash-refused");
    first
        .fails("a backslash may not be in a name", ERROR_PATH_NOT_FOUND)
        .createEvent(null, true, false, name + "\\y");
    first
        .creates("Local and a backslash may be before it")
        .createEvent(null, true, false, "Local\\" + name);
    first.opensExisting("which is the same without").createEvent(null, true, false, name);
    play.fact("global-object-is-another");
    first.creates("Global is another directory").createEvent(null, true, false, "Global\\" + name);
    String longName = name + "n".repeat(1000);
    play.fact("long-object-name-works");
    first.creates("a name may be longer than a path").createEvent(null, true, false, longName);
    first.succeeds("and be opened").openEvent(SYNCHRONIZE, false, longName);
  }

  private static void lives(Play play, Actor first, Child second, Handle event, Handle opened) {
    play.fact("object-name-outlives-its-creator");
    first.succeeds("its creator closes the event").closeHandle(event);
    Handle again =
        first
            .succeeds("the name is that of another process's handle")
            .openEvent(EVENT_ALL_ACCESS, false, play.object("Event"));
    first.gives("the object is the same", WAIT_OBJECT_0).waitForSingleObject(again, 0);
    play.fact("object-name-free-after-last-close");
    first.succeeds("it is closed").closeHandle(again);
    second.succeeds("the other process closes one").closeHandle(opened);
    end(first, second, "and ends, with the last handle");
    first
        .fails("the name is gone", ERROR_FILE_NOT_FOUND)
        .openEvent(SYNCHRONIZE, false, play.object("Event"));
    first.creates("and free for another type").createMutex(null, false, play.object("Event"));
  }
}
