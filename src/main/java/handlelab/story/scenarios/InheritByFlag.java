package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Inheritance by the flag of each row. */
public final class InheritByFlag extends Question {
  public InheritByFlag() {
    super("inheritance/by-flag", "Which rows does CreateProcessW copy into the child's table?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    String path = play.slot("inherit");
    play.fact("slot-created-by-name");
    Handle slot = parent.succeeds("a slot is made by its name").createMailslot(path, 0, 0, null);
    play.fact("client-created-inheritable");
    Handle marked =
        parent
            .succeeds("bInheritHandle makes a client handle inheritable")
            .createFile(path, GENERIC_WRITE, SHARE_ALL, INHERITABLE, OPEN_EXISTING, 0, null);
    play.fact("client-opens-for-writing");
    Handle later = open(parent.succeeds("without it the handle is not"), path, GENERIC_WRITE);
    play.fact("flags-set-by-mask");
    parent
        .succeeds("SetHandleInformation marks it afterwards")
        .setHandleInformation(later, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    play.fact("inheritable-rows-copied");
    Child child =
        parent.child("child").inheriting().starts("marked rows are copied, the others are not");
    play.fact("inheritance-flag-copied");
    child
        .gives("same value, and the flag is still set", HANDLE_FLAG_INHERIT)
        .getHandleInformation(marked);
    play.fact("flag-set-later-counts");
    child
        .gives("a handle marked later is inherited as well", HANDLE_FLAG_INHERIT)
        .getHandleInformation(later);
    play.fact("inherited-client-end-writes");
    child.gives("the child writes through what it inherits", 5).writeFile(marked, message("hello"));
    parent.gives("and the parent's slot gets it", "hello").readFile(slot, buffer(64));
    play.fact("inherited-row-is-independent");
    child.succeeds("the child closes its own row").closeHandle(marked);
    parent.gives("which leaves the parent's alone", 4).writeFile(marked, message("mine"));
    child.exit(7);
    play.fact("process-signalled-at-end");
    parent
        .gives("the process object tells the end", WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), INFINITE);
    play.fact("exit-code-after-end");
    parent.gives("and the exit code", 7).getExitCodeProcess(child.process());
    play.fact("second-close-fails");
    parent.succeeds("a handle is closed once").closeHandle(marked);
    parent.fails("the second time it is none", ERROR_INVALID_HANDLE).closeHandle(marked);
  }
}
