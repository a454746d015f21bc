package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle event =
        first
            .tested("create-of-live-name-opens", "a new name", SYNC_TEST)
            .creates()
            .createEvent(null, true, false, play.object("Event"))
            .handle();
    first
        .tested("event-row", "which the object has", OBJECT_TEST)
        .findsName(event, "\\BaseNamedObjects\\" + play.object("Event"));
    Handle opened =
        second
            .tested("create-of-live-name-opens", "creating it again opens it", SYNC_TEST)
            .opensExisting()
            .createEvent(SecurityAttributes.INHERITABLE, false, true, play.object("Event"))
            .handle();
    second
        .documented("create-of-live-name-opens", "the inherit flag is its own", "CreateEventW")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(opened);
    first
        .documented("create-of-live-name-opens", "and not that of the first handle", "CreateEventW")
        .gives(0)
        .getHandleInformation(event);
    second
        .documented("create-of-live-name-opens", "the initial state is ignored", "CreateEventW")
        .gives(Win32.WAIT_TIMEOUT)
        .waitForSingleObject(opened, 0);
    first
        .documented("event-shared-by-name", "what one process sets", "Interprocess Synchronization")
        .succeeds()
        .setEvent(event);
    second
        .documented("event-shared-by-name", "the other one sees", "Interprocess Synchronization")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(opened, 0);
    open(play, first, second);
    types(play, first);
    forms(play, first);
    lives(play, first, second, event, opened);
  }

  private static void open(Play play, Actor first, Actor second) {
    Handle inheritable =
        second
            .documented(
                "open-takes-inherit-flag", "opening takes an inherit flag, too", "OpenEventW")
            .succeeds()
            .openEvent(Win32.EVENT_ALL_ACCESS, true, play.object("Event"));
    second
        .documented("open-takes-inherit-flag", "which the new handle has", "OpenEventW")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    second
        .documented("object-names-keep-case", "case counts", "OpenEventW")
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .openEvent(Win32.SYNCHRONIZE, false, play.object("EVENT"));
    first
        .tested("object-name-free-after-last-close", "a name that is not there", SYNC_TEST)
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .openMutex(Win32.SYNCHRONIZE, false, play.object("missing"));
    first
        .tested("open-without-name-refused", "no name at all", SYNC_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openEvent(Win32.SYNCHRONIZE, false, null);
    first
        .tested("open-without-name-refused", "nor for a mutex", SYNC_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .openMutex(Win32.SYNCHRONIZE, false, null);
    first
        .tested("open-without-name-refused", "an empty name is that of the directory", OBJECT_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .openEvent(Win32.SYNCHRONIZE, false, "");
  }

  private static void types(Play play, Actor first) {
    first
        .tested(
            "object-names-are-shared-by-types",
            "a mutex cannot have an event's name",
            DOT_NET_NAMES)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .createMutex(null, false, play.object("Event"));
    first
        .tested("object-names-are-shared-by-types", "nor can a semaphore", DOT_NET_NAMES)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .createSemaphore(null, 0, 1, play.object("Event"));
    first
        .documented(
            "object-names-are-shared-by-types",
            "nor can it be opened so",
            "OpenMutexW, but not which error")
        .fails(Win32Error.ERROR_INVALID_HANDLE, Win32Error.ERROR_FILE_NOT_FOUND)
        .openMutex(Win32.SYNCHRONIZE, false, play.object("Event"));
    first
        .documented("object-names-apart-from-devices", "a mailslot can", "Kernel Object Namespaces")
        .succeeds()
        .createMailslot(play.slot("Event"), 0, 0, null);
    first
        .tested("object-names-apart-from-devices", "and a pipe", OBJECT_TEST)
        .creates()
        .createNamedPipe(play.pipe("Event"), Win32.PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, null);
  }

  private static void forms(Play play, Actor first) {
    String name = play.object("x");
    first
        .documented(
            "object-name-backslash-refused", "a backslash may not be in a name", "CreateMutexW")
        .fails(Win32Error.ERROR_PATH_NOT_FOUND)
        .createEvent(null, true, false, name + "\\y");
    first
        .documented(
            "object-name-backslash-refused",
            "Local and a backslash may be before it",
            "Kernel Object Namespaces")
        .creates()
        .createEvent(null, true, false, "Local\\" + name);
    first
        .documented(
            "object-name-backslash-refused",
            "which is the same without",
            "Kernel Object Namespaces")
        .opensExisting()
        .createEvent(null, true, false, name);
    first
        .documented(
            "global-object-is-another", "Global is another directory", "Kernel Object Namespaces")
        .creates()
        .createEvent(null, true, false, "Global\\" + name);
    String longName = name + "n".repeat(1000);
    first
        .tested(
            "long-object-name-works",
            "a name may be longer than a path",
            "dotnet MutexTests.cs, GetValidNames")
        .creates()
        .createEvent(null, true, false, longName);
    first
        .tested("long-object-name-works", "and be opened", "dotnet MutexTests.cs, GetValidNames")
        .succeeds()
        .openEvent(Win32.SYNCHRONIZE, false, longName);
  }

  private static void lives(Play play, Actor first, Child second, Handle event, Handle opened) {
    first
        .documented(
            "object-name-outlives-its-creator", "its creator closes the event", "CloseHandle")
        .succeeds()
        .closeHandle(event);
    Handle again =
        first
            .documented(
                "object-name-outlives-its-creator",
                "the name is that of another process's handle",
                "CreateEventW")
            .succeeds()
            .openEvent(Win32.EVENT_ALL_ACCESS, false, play.object("Event"));
    first
        .documented("object-name-outlives-its-creator", "the object is the same", "CreateEventW")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(again, 0);
    first
        .documented("object-name-free-after-last-close", "it is closed", "CloseHandle")
        .succeeds()
        .closeHandle(again);
    second
        .documented(
            "object-name-free-after-last-close", "the other process closes one", "CloseHandle")
        .succeeds()
        .closeHandle(opened);
    end(first, second, "and ends, with the last handle");
    first
        .tested("object-name-free-after-last-close", "the name is gone", SYNC_TEST)
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .openEvent(Win32.SYNCHRONIZE, false, play.object("Event"));
    first
        .tested("object-name-free-after-last-close", "and free for another type", SYNC_TEST)
        .creates()
        .createMutex(null, false, play.object("Event"));
  }
}
