package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;

import handlelab.api.Win32;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;

/** lpProcessAttributes and lpThreadAttributes. */
public final class ProcessHandleAttributes extends Question {
  private static final String PAGE = "CreateProcessW";

  public ProcessHandleAttributes() {
    super(
        "inheritance/process-handles", "Can the handles to a new process be inheritable at once?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    ChildPlayer first =
        parent
            .step(
                documented(
                    "process-handles-created-inheritable",
                    "an inheritable handle to the process is asked for",
                    PAGE))
            .startChild("first")
            .processHandleInheritable()
            .createProcess();
    flags(parent, first.process(), Win32.HANDLE_FLAG_INHERIT, "it is");
    flags(parent, first.thread(), 0, "the one to its thread is not");
    ChildPlayer second =
        parent
            .step(
                documented(
                    "process-handles-created-inheritable", "and now the other way round", PAGE))
            .startChild("second")
            .threadHandleInheritable()
            .createProcess();
    flags(parent, second.process(), 0, "the process's is not");
    flags(parent, second.thread(), Win32.HANDLE_FLAG_INHERIT, "the thread's is");
  }

  private static void flags(
      Player parent, handlelab.api.Handle handle, int flags, String statement) {
    parent
        .step(documented("process-handles-created-inheritable", statement, PAGE))
        .givesFlags(flags)
        .getHandleInformation(handle);
  }
}
