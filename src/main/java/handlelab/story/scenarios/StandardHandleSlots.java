package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** The three standard handles of a process: values, and no more. */
public final class StandardHandleSlots extends Question {
  private static final String RP_MISC = "win32-console-docs src/test/MiscTests.cc";

  public StandardHandleSlots() {
    super("standard-handles/slots", "What is a standard handle?");
  }

  @Override
  public void play(Play play) {

    Actor parent = play.process("parent");
    Child owner = bareChild(parent);
    Handle event =
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle();
    owner
        .documented(
            "standard-handle-is-any-value", "any handle can be a standard handle", "SetStdHandle")
        .succeeds()
        .setStdHandle(Win32.STD_INPUT_HANDLE, event);
    owner
        .documented("standard-handle-is-any-value", "which is the same value", "GetStdHandle")
        .gives(event)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    owner
        .tested("standard-handle-is-any-value", "NULL stands for none", RP_MISC)
        .succeeds()
        .setStdHandle(Win32.STD_INPUT_HANDLE, Handle.NULL);
    owner
        .tested("standard-handle-is-any-value", "and is no error", RP_MISC)
        .gives(Handle.NULL)
        .getStdHandle(Win32.STD_INPUT_HANDLE);
    owner
        .tested("standard-handle-number-checked", "there are three", CONSOLE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getStdHandle(42);
    owner
        .tested("standard-handle-number-checked", "and no other ones", CONSOLE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .setStdHandle(42, event);
    owner
        .documented("close-standard-handle-number", "the error handle is set", "SetStdHandle")
        .succeeds()
        .setStdHandle(Win32.STD_ERROR_HANDLE, event);
    owner
        .tested("close-standard-handle-number", "it is closed by its number", PROCESS_TEST)
        .succeeds()
        .closeHandle(new Handle(Integer.toUnsignedLong(Win32.STD_ERROR_HANDLE)));
    owner
        .tested("close-standard-handle-number", "and no more set", PROCESS_TEST)
        .gives(Handle.NULL)
        .getStdHandle(Win32.STD_ERROR_HANDLE);
    owner
        .tested("close-standard-handle-number", "the row is gone", PROCESS_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getHandleInformation(event);
    end(parent, owner, "the child ends");
  }
}
