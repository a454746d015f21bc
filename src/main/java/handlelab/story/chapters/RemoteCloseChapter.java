package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;

/** Closing a handle in another process's table. */
final class RemoteCloseChapter extends Chapter {
  RemoteCloseChapter() {
    super(
        "remote-close",
        "Closing somebody else's handle",
        "DUPLICATE_CLOSE_SOURCE takes a row out of another process's table. Its owner is not"
            + " asked, and not told.");
  }

  @Override
  public void play(Scene scene) {
    Actor owner = scene.start("owner.exe");
    Actor other = scene.start("other.exe");
    scene.say("The owner has two mailslots and thinks nothing of it.");
    Handle first = Mail.create(owner.calls(), scene.slot("first"));
    Handle second = Mail.create(owner.calls(), scene.slot("second"));
    scene.say("Another process of the same user opens the owner.");
    Handle process = other.calls().openProcess(Win32.PROCESS_DUP_HANDLE, false, owner.processId());

    documentedWay(scene, owner, other, process, first);
    Handle freed = wayThatWorksEverywhere(scene, owner, other, process, second);
    danger(scene, owner, freed);
  }

  private static void documentedWay(
      Scene scene, Actor owner, Actor other, Handle process, Handle first) {
    scene.say(
        "As documented: DuplicateHandle without a target, with DUPLICATE_CLOSE_SOURCE. Nothing is"
            + " duplicated. The source is closed.",
        "options");
    String outcome =
        Scene.outcome(
            () ->
                other
                    .calls()
                    .duplicateHandle(
                        process, first, Handle.NULL, 0, false, Win32.DUPLICATE_CLOSE_SOURCE));
    scene.checkFact("remote-close-needs-no-target", "the call", "success", outcome);
    scene.checkFact(
        "remote-close-needs-no-target",
        "the owner's row is gone",
        true,
        scene.row(owner, first) == null);
  }

  private static Handle wayThatWorksEverywhere(
      Scene scene, Actor owner, Actor other, Handle process, Handle second) {
    scene.say(
        "Another way moves the row into the caller's own table first. Tools that close handles of"
            + " others do it so: they can look at the object before they let it go.");
    Handle moved =
        other
            .calls()
            .duplicateHandle(
                process,
                second,
                Handle.CURRENT_PROCESS,
                0,
                false,
                Win32.DUPLICATE_SAME_ACCESS | Win32.DUPLICATE_CLOSE_SOURCE);
    scene.claim("the owner's row is gone", scene.row(owner, second) == null);
    scene.check("the only row is the caller's", 1, scene.usageCount(other, moved));
    scene.say("Then it closes its own.");
    other.calls().closeHandle(moved);
    scene.say("The mailslot has gone while its owner was running.");
    scene.checkFails(
        "nobody can open it",
        Win32Error.ERROR_FILE_NOT_FOUND,
        () -> Mail.open(other.calls(), scene.slot("second")));
    return second;
  }

  private static void danger(Scene scene, Actor owner, Handle freed) {
    scene.say("The owner still has the number. It finds out only when it uses it.");
    scene.checkFails(
        "the owner's value names nothing",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> owner.calls().getMailslotInfo(freed));
    scene.say(
        "Or it never finds out: the value is used again, and the old variable means something"
            + " new. That is why nobody should close handles of a living program.");
    Handle next = Mail.create(owner.calls(), scene.slot("next"));
    if (scene.isExact()) {
      scene.check("the new mailslot has the old number", freed, next);
    }
    scene.check("the new mailslot has one row", 1, scene.usageCount(owner, next));
  }
}
