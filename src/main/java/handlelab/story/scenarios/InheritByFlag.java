package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.INFINITE;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32Error.ERROR_INVALID_HANDLE;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Inheritance by the flag of each row. */
public final class InheritByFlag extends Question {
  private static final String TEST = "wine dlls/kernel32/tests/process.c";
  private static final String PAGE = "Handle Inheritance";

  public InheritByFlag() {
    super("inheritance/by-flag", "Which rows does CreateProcessW copy into the child's table?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    String path = play.slot("inherit");
    Handle slot =
        parent
            .documented("slot-created-by-name", "a slot is made by its name", "CreateMailslotW")
            .succeeds()
            .createMailslot(path, 0, 0, null);
    Handle marked =
        parent
            .documented(
                "client-created-inheritable",
                "bInheritHandle makes a client handle inheritable",
                "CreateFileW")
            .succeeds()
            .createFile(path, GENERIC_WRITE, SHARE_ALL, INHERITABLE, OPEN_EXISTING, 0, null);
    Handle later =
        parent
            .documented("client-opens-for-writing", "without it the handle is not", "CreateFileW")
            .succeeds()
            .createFile(path, GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    parent
        .tested("flags-set-by-mask", "SetHandleInformation marks it afterwards", TEST)
        .succeeds()
        .setHandleInformation(later, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    Child child =
        parent
            .child("child")
            .inheriting()
            .start(
                parent
                    .documented(
                        "inheritable-rows-copied",
                        "marked rows are copied, the others are not",
                        PAGE)
                    .succeeds());
    child
        .tested("inheritance-flag-copied", "same value, and the flag is still set", TEST)
        .gives(HANDLE_FLAG_INHERIT)
        .getHandleInformation(marked);
    child
        .documented("flag-set-later-counts", "a handle marked later is inherited as well", PAGE)
        .gives(HANDLE_FLAG_INHERIT)
        .getHandleInformation(later);
    child
        .documented(
            "inherited-client-end-writes", "the child writes through what it inherits", PAGE)
        .gives(5)
        .writeFile(marked, message("hello"));
    parent
        .documented("inherited-client-end-writes", "and the parent's slot gets it", PAGE)
        .gives("hello")
        .readFile(slot, buffer(64));
    child
        .documented("inherited-row-is-independent", "the child closes its own row", PAGE)
        .succeeds()
        .closeHandle(marked);
    parent
        .documented("inherited-row-is-independent", "which leaves the parent's alone", PAGE)
        .gives(4)
        .writeFile(marked, message("mine"));
    child.exit(7);
    parent
        .documented(
            "process-signalled-at-end", "the process object tells the end", "WaitForSingleObject")
        .gives(WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), INFINITE);
    parent
        .documented("exit-code-after-end", "and the exit code", "GetExitCodeProcess")
        .gives(7)
        .getExitCodeProcess(child.process());
    parent
        .documented("second-close-fails", "a handle is closed once", "CloseHandle")
        .succeeds()
        .closeHandle(marked);
    parent
        .documented("second-close-fails", "the second time it is none", "CloseHandle")
        .fails(ERROR_INVALID_HANDLE)
        .closeHandle(marked);
  }
}
