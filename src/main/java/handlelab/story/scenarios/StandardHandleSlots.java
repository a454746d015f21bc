package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** The three standard handles of a process: values, and no more. */
public final class StandardHandleSlots extends Question {
  public StandardHandleSlots() {
    super("standard-handles/slots", "What is a standard handle?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Child owner = bareChild(parent);
    Handle event = event(owner, "an event", true, false);
    play.fact("standard-handle-is-any-value");
    owner.succeeds("any handle can be a standard handle").setStdHandle(STD_INPUT_HANDLE, event);
    owner.gives("which is the same value", event).getStdHandle(STD_INPUT_HANDLE);
    owner.succeeds("NULL stands for none").setStdHandle(STD_INPUT_HANDLE, Handle.NULL);
    owner.gives("and is no error", Handle.NULL).getStdHandle(STD_INPUT_HANDLE);
    play.fact("standard-handle-number-checked");
    owner.fails("there are three", ERROR_INVALID_HANDLE).getStdHandle(42);
    owner.fails("and no other ones", ERROR_INVALID_HANDLE).setStdHandle(42, event);
    play.fact("close-standard-handle-number");
    owner.succeeds("the error handle is set").setStdHandle(STD_ERROR_HANDLE, event);
    owner
        .succeeds("it is closed by its number")
        .closeHandle(new Handle(Integer.toUnsignedLong(STD_ERROR_HANDLE)));
    owner.gives("and no more set", Handle.NULL).getStdHandle(STD_ERROR_HANDLE);
    owner.fails("the row is gone", ERROR_INVALID_HANDLE).getHandleInformation(event);
    end(parent, owner, "the child ends");
  }
}
