package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** DuplicateHandle within one process, option by option. */
public final class DuplicateInOneProcess extends Question {
  public DuplicateInOneProcess() {
    super("duplicate/one-process", "What does a duplicate have of its source?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "source");
    play.fact("flags-set-by-mask");
    owner.succeeds("the source gets both flags").setHandleInformation(slot, 3, 3);
    play.fact("duplicate-is-new-row-of-same-object");
    Handle plain = copy(owner.succeeds("another value for the same object"), slot);
    play.fact("same-object-compares-equal");
    owner.gives("it is the same object", true).compareObjectHandles(slot, plain);
    play.fact("duplicate-copies-no-flags");
    owner.gives("no flag is copied", 0).getHandleInformation(plain);
    play.fact("duplicate-flag-as-asked");
    Handle inheritable =
        owner
            .succeeds("bInheritHandle asks for one")
            .duplicateHandle(SELF, slot, SELF, 0, true, DUPLICATE_SAME_ACCESS);
    play.fact("duplicate-copies-no-flags");
    owner
        .gives("protection is not copied even then", HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    play.fact("same-attributes-copies-flags");
    Handle same =
        owner
            .succeeds("DUPLICATE_SAME_ATTRIBUTES copies the flags")
            .duplicateHandle(
                SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES);
    owner.gives("both of them, whatever bInheritHandle says", 3).getHandleInformation(same);
    closeSource(play, owner, slot, plain);
    play.fact("unknown-duplicate-options-ignored");
    owner
        .succeeds("options that are none are ignored")
        .duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS | 8);
    errors(play, owner, slot);
  }

  private static void closeSource(Play play, Actor owner, Handle guarded, Handle plain) {
    play.fact("close-source-keeps-value");
    owner
        .gives("DUPLICATE_CLOSE_SOURCE hands back the value that it closed", plain)
        .duplicateHandle(
            SELF, plain, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    play.fact("protected-source-copied-and-stays");
    owner
        .succeeds("a protected source stays, and nobody is told")
        .duplicateHandle(
            SELF, guarded, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    owner.gives("with its flags", 3).getHandleInformation(guarded);
  }

  private static void errors(Play play, Actor owner, Handle slot) {
    play.fact("duplicate-needs-source-row");
    copy(owner.fails("no source", ERROR_INVALID_HANDLE), Handle.NULL);
    play.fact("duplicate-null-target-refused");
    copy(
        owner.fails(
            "no target process, and not only the source to be closed",
            ERROR_INVALID_PARAMETER,
            ERROR_INVALID_HANDLE),
        slot,
        Handle.NULL);
    play.fact("duplicate-target-must-be-process");
    owner
        .assumed("a process handle that is a mailslot's", "another type is error 6")
        .fails(ERROR_INVALID_HANDLE)
        .duplicateHandle(SELF, slot, slot, 0, false, DUPLICATE_SAME_ACCESS);
    play.fact("failing-duplicate-closes-source");
    Handle doomed = copy(owner.succeeds("one more, to be closed"), slot);
    owner
        .fails("a call that fails closes its source as well", ERROR_INVALID_HANDLE)
        .duplicateHandle(
            SELF, doomed, slot, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    owner.fails("so it is gone", ERROR_INVALID_HANDLE).getHandleInformation(doomed);
  }
}
