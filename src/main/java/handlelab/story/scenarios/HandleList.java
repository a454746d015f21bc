package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** PROC_THREAD_ATTRIBUTE_HANDLE_LIST as it is meant. */
public final class HandleList extends Question {
  private static final String LIST_TEST = "win32-console-docs CreateProcess_InheritList.cc";

  public HandleList() {
    super("handle-list/selects", "What does a child inherit that is started with a handle list?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "list");
    Handle listed = inheritableClient(play, parent, "list");
    Handle other = inheritableClient(play, parent, "list");
    Child child =
        parent
            .child("child")
            .inheriting()
            .list(listed)
            .suspended()
            .start(
                parent
                    .tested(
                        "handle-list-limits-inheritance",
                        "only what is listed is inherited",
                        PROCESS_TEST)
                    .succeeds());
    child
        .tested(
            "handle-list-limits-inheritance",
            "the other inheritable handle is not there",
            PROCESS_TEST)
        .findsNoRow(other);
    parent
        .documented("suspended-process-does-not-run", "the child runs", "ResumeThread")
        .gives(1)
        .resumeThread(child.thread());
    child
        .tested(
            "handle-list-limits-inheritance", "and has the listed one with its flag", PROCESS_TEST)
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(listed);
    Child without =
        parent
            .child("second")
            .inheriting()
            .start(
                parent
                    .documented(
                        "listed-handles-stay-inheritable",
                        "for a child without a list both are inheritable still",
                        "The Old New Thing, 2011-12-16")
                    .succeeds());
    without
        .documented(
            "listed-handles-stay-inheritable",
            "so it has the other one",
            "The Old New Thing, 2011-12-16")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(other);
    Child none =
        parent
            .child("third")
            .inheriting()
            .list(Handle.NULL, listed)
            .suspended()
            .start(
                parent
                    .tested(
                        "null-in-handle-list-copies-nothing",
                        "a NULL beside a handle is taken",
                        LIST_TEST)
                    .succeeds());
    none.tested("null-in-handle-list-copies-nothing", "and nothing is inherited", LIST_TEST)
        .findsNoRow(listed);
    parent
        .documented(
            "terminated-with-exit-code",
            "a child that has not run can be ended",
            "TerminateProcess")
        .succeeds()
        .terminateProcess(none.process(), 0);
  }
}
