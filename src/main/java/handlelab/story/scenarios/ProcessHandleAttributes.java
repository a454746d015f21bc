package handlelab.story.scenarios;

import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** lpProcessAttributes and lpThreadAttributes. */
public final class ProcessHandleAttributes extends Question {
  private static final String PAGE = "CreateProcessW";

  public ProcessHandleAttributes() {
    super(
        "inheritance/process-handles", "Can the handles to a new process be inheritable at once?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Child first =
        parent
            .child("first")
            .processHandleInheritable()
            .start(
                parent
                    .documented(
                        "process-handles-created-inheritable",
                        "an inheritable handle to the process is asked for",
                        PAGE)
                    .succeeds());
    flags(parent, first.process(), Win32.HANDLE_FLAG_INHERIT, "it is");
    flags(parent, first.thread(), 0, "the one to its thread is not");
    Child second =
        parent
            .child("second")
            .threadHandleInheritable()
            .start(
                parent
                    .documented(
                        "process-handles-created-inheritable", "and now the other way round", PAGE)
                    .succeeds());
    flags(parent, second.process(), 0, "the process's is not");
    flags(parent, second.thread(), Win32.HANDLE_FLAG_INHERIT, "the thread's is");
  }

  private static void flags(
      Actor parent, handlelab.api.Handle handle, int flags, String statement) {
    parent
        .documented("process-handles-created-inheritable", statement, PAGE)
        .gives(flags)
        .getHandleInformation(handle);
  }
}
