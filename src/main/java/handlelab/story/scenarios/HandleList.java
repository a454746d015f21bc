package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** PROC_THREAD_ATTRIBUTE_HANDLE_LIST as it is meant. */
public final class HandleList extends Question {
  public HandleList() {
    super("handle-list/selects", "What does a child inherit that is started with a handle list?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "list");
    Handle listed = inheritableClient(play, parent, "list");
    Handle other = inheritableClient(play, parent, "list");
    play.fact("handle-list-limits-inheritance");
    Child child =
        parent
            .child("child")
            .inheriting()
            .list(listed)
            .suspended()
            .starts("only what is listed is inherited");
    child.findsNoRow("the other inheritable handle is not there", other);
    play.fact("suspended-process-does-not-run");
    parent.gives("the child runs", 1).resumeThread(child.thread());
    play.fact("handle-list-limits-inheritance");
    child
        .gives("and has the listed one with its flag", HANDLE_FLAG_INHERIT)
        .getHandleInformation(listed);
    play.fact("listed-handles-stay-inheritable");
    Child without =
        parent
            .child("second")
            .inheriting()
            .starts("for a child without a list both are inheritable still");
    without.gives("so it has the other one", HANDLE_FLAG_INHERIT).getHandleInformation(other);
    play.fact("null-in-handle-list-copies-nothing");
    Child none =
        parent
            .child("third")
            .inheriting()
            .list(Handle.NULL, listed)
            .suspended()
            .starts("a NULL beside a handle is taken");
    none.findsNoRow("and nothing is inherited", listed);
    play.fact("terminated-with-exit-code");
    parent.succeeds("a child that has not run can be ended").terminateProcess(none.process(), 0);
  }
}
