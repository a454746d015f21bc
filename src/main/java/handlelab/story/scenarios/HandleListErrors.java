package handlelab.story.scenarios;

import static handlelab.story.Claim.observed;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

/** Handle lists that CreateProcessW refuses. */
public final class HandleListErrors extends Question {
  private static final int REFUSED = Win32Error.ERROR_INVALID_PARAMETER;

  public HandleListErrors() {
    super("handle-list/refused", "Which handle lists does CreateProcessW refuse?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Handle plain = slot(play, parent, "refused");
    Handle marked = inheritableClient(play, parent, "refused");
    refuse(
        parent,
        "a",
        tested(
            "listed-handle-must-be-inheritable",
            "one that is not inheritable",
            "win32-console-docs CreateProcess_InheritList.cc"),
        plain);
    refuse(
        parent,
        "b",
        observed("handle-listed-once-only", "one twice", "cpython Lib/subprocess.py"),
        marked,
        marked);
    parent
        .child("c")
        .inheriting()
        .list(Handle.CURRENT_PROCESS)
        .start(
            parent
                .tested(
                    "listed-handle-must-be-real",
                    "a pseudo handle",
                    "win32-console-docs CreateProcess_InheritList.cc")
                .fails(REFUSED, Win32Error.ERROR_INVALID_HANDLE));
    parent
        .child("d")
        .list(marked)
        .start(
            parent
                .tested(
                    "handle-list-needs-inheritance",
                    "a list with bInheritHandles FALSE",
                    "win32-console-docs CreateProcess_InheritList.cc")
                .fails(REFUSED));
    parent
        .child("e")
        .inheriting()
        .list()
        .start(
            parent
                .tested(
                    "handle-list-not-empty",
                    "a list of no handles",
                    "win32-console-docs CreateProcess_InheritList.cc")
                .fails(Win32Error.ERROR_BAD_LENGTH));
  }

  private static void refuse(Actor parent, String role, Claim claim, Handle... list) {
    parent.child(role).inheriting().list(list).start(parent.step(claim).fails(REFUSED));
  }
}
