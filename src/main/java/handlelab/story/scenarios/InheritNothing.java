package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** bInheritHandles FALSE, and rows that are not marked. */
public final class InheritNothing extends Question {
  public InheritNothing() {
    super("inheritance/nothing", "What does a child get without the flag, or without being asked?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    slot(play, parent, "nothing");
    Handle marked = inheritableClient(play, parent, "nothing");
    play.fact("nothing-inherited-without-parameter");
    Child first =
        parent.child("first").suspended().starts("bInheritHandles FALSE: nothing is inherited");
    first.findsNoRow("so the value names no row there", marked);
    end(parent, first);
    play.fact("flags-set-by-mask");
    parent.succeeds("the mark is taken off").setHandleInformation(marked, HANDLE_FLAG_INHERIT, 0);
    play.fact("rows-without-flag-stay");
    Child second =
        parent
            .child("second")
            .inheriting()
            .suspended()
            .starts("a handle that is not inheritable stays at home");
    second.findsNoRow("so it names no row there, either", marked);
    play.fact("process-handles-not-inheritable-by-default");
    parent.gives("nor are those to their threads", 0).getHandleInformation(second.thread());
    end(parent, second);
  }

  private static void end(Actor parent, Child child) {
    parent
        .step("terminated-with-exit-code", "a child that has not run can be ended")
        .succeeds()
        .terminateProcess(child.process(), 0);
  }
}
