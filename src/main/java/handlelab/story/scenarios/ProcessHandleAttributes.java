package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** lpProcessAttributes and lpThreadAttributes. */
public final class ProcessHandleAttributes extends Question {
  public ProcessHandleAttributes() {
    super(
        "inheritance/process-handles", "Can the handles to a new process be inheritable at once?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    play.fact("process-handles-created-inheritable");
    Child first =
        parent
            .child("first")
            .processHandleInheritable()
            .starts("an inheritable handle to the process is asked for");
    flags(parent, first.process(), HANDLE_FLAG_INHERIT, "it is");
    flags(parent, first.thread(), 0, "the one to its thread is not");
    Child second =
        parent.child("second").threadHandleInheritable().starts("and now the other way round");
    flags(parent, second.process(), 0, "the process's is not");
    flags(parent, second.thread(), HANDLE_FLAG_INHERIT, "the thread's is");
  }

  private static void flags(Actor parent, Handle handle, int flags, String statement) {
    parent.gives(statement, flags).getHandleInformation(handle);
  }
}
