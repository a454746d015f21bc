package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Handle lists that CreateProcessW refuses. */
public final class HandleListErrors extends Question {
  private static final int REFUSED = ERROR_INVALID_PARAMETER;

  public HandleListErrors() {
    super("handle-list/refused", "Which handle lists does CreateProcessW refuse?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle plain = slot(play, parent, "refused");
    Handle marked = inheritableClient(play, parent, "refused");
    play.fact("listed-handle-must-be-inheritable");
    parent.child("a").inheriting().list(plain).fails("one that is not inheritable", REFUSED);
    play.fact("handle-listed-once-only");
    parent.child("b").inheriting().list(marked, marked).fails("one twice", REFUSED);
    play.fact("listed-handle-must-be-real");
    parent
        .child("c")
        .inheriting()
        .list(Handle.CURRENT_PROCESS)
        .fails("a pseudo handle", REFUSED, ERROR_INVALID_HANDLE);
    play.fact("handle-list-needs-inheritance");
    parent.child("d").list(marked).fails("a list with bInheritHandles FALSE", REFUSED);
    play.fact("handle-list-not-empty");
    parent.child("e").inheriting().list().fails("a list of no handles", ERROR_BAD_LENGTH);
  }
}
