package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** DuplicateHandle within one process, option by option. */
public final class DuplicateInOneProcess extends Question {
  private static final String PAGE = "DuplicateHandle";

  public DuplicateInOneProcess() {
    super("duplicate/one-process", "What does a duplicate have of its source?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "source");
    owner
        .tested("flags-set-by-mask", "the source gets both flags", PROCESS_TEST)
        .succeeds()
        .setHandleInformation(slot, 3, 3);
    Handle plain =
        owner
            .tested(
                "duplicate-is-new-row-of-same-object",
                "another value for the same object",
                PROCESS_TEST)
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    owner
        .tested(
            "same-object-compares-equal",
            "it is the same object",
            "wine dlls/kernelbase/tests/process.c")
        .gives(true)
        .compareObjectHandles(slot, plain);
    owner
        .tested("duplicate-copies-no-flags", "no flag is copied", PROCESS_TEST)
        .gives(0)
        .getHandleInformation(plain);
    Handle inheritable =
        owner
            .tested("duplicate-flag-as-asked", "bInheritHandle asks for one", PROCESS_TEST)
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, true, DUPLICATE_SAME_ACCESS);
    owner
        .tested("duplicate-copies-no-flags", "protection is not copied even then", PROCESS_TEST)
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    Handle same =
        owner
            .tested(
                "same-attributes-copies-flags",
                "DUPLICATE_SAME_ATTRIBUTES copies the flags",
                PROCESS_TEST)
            .succeeds()
            .duplicateHandle(
                SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES);
    owner
        .tested(
            "same-attributes-copies-flags",
            "both of them, whatever bInheritHandle says",
            PROCESS_TEST)
        .gives(3)
        .getHandleInformation(same);
    closeSource(owner, slot, plain);
    owner
        .assumed(
            "unknown-duplicate-options-ignored",
            "options that are none are ignored",
            "Wine does so")
        .succeeds()
        .duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS | 8);
    errors(owner, slot);
  }

  private static void closeSource(Actor owner, Handle guarded, Handle plain) {
    owner
        .tested(
            "close-source-keeps-value",
            "DUPLICATE_CLOSE_SOURCE hands back the value that it closed",
            PROCESS_TEST)
        .gives(plain)
        .duplicateHandle(
            SELF, plain, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    owner
        .tested(
            "protected-source-copied-and-stays",
            "a protected source stays, and nobody is told",
            PROCESS_TEST)
        .succeeds()
        .duplicateHandle(
            SELF, guarded, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    owner
        .tested("protected-source-copied-and-stays", "with its flags", PROCESS_TEST)
        .gives(3)
        .getHandleInformation(guarded);
  }

  private static void errors(Actor owner, Handle slot) {
    owner
        .tested("duplicate-needs-source-row", "no source", OBJECT_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .duplicateHandle(SELF, Handle.NULL, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    owner
        .documented(
            "duplicate-null-target-refused",
            "no target process, and not only the source to be closed",
            "ZwDuplicateObject, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_INVALID_HANDLE)
        .duplicateHandle(SELF, slot, Handle.NULL, 0, false, DUPLICATE_SAME_ACCESS);
    owner
        .assumed(
            "duplicate-target-must-be-process",
            "a process handle that is a mailslot's",
            "another type is error 6")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .duplicateHandle(SELF, slot, slot, 0, false, DUPLICATE_SAME_ACCESS);
    Handle doomed =
        owner
            .documented("failing-duplicate-closes-source", "one more, to be closed", PAGE)
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    owner
        .documented(
            "failing-duplicate-closes-source", "a call that fails closes its source as well", PAGE)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .duplicateHandle(
            SELF, doomed, slot, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    owner
        .documented("failing-duplicate-closes-source", "so it is gone", PAGE)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getHandleInformation(doomed);
  }
}
