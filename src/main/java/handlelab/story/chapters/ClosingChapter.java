package handlelab.story.chapters;

import static handlelab.api.Handle.CURRENT_PROCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;

/** What CloseHandle takes away, and what it leaves. */
final class ClosingChapter extends Chapter {
  ClosingChapter() {
    super(
        "close",
        "CloseHandle, and what is left",
        "CloseHandle empties a row. The object goes when its last row goes, and the number is"
            + " free for something else.");
  }

  @Override
  public void play(Scene scene) {
    Actor process = scene.start("receiver.exe");
    scene.say("A mailslot, and a second row for the same object.");
    Handle first = Mail.create(process.calls(), scene.slot("box"));
    Handle second =
        process
            .calls()
            .duplicateHandle(
                CURRENT_PROCESS, first, CURRENT_PROCESS, 0, false, DUPLICATE_SAME_ACCESS);
    scene.claimOneObject("two rows, one object", process, first, process, second);
    scene.check("its usage count", 2, scene.usageCount(process, second));

    closeFirst(scene, process, first, second);
    closeLast(scene, process, second);
    reuse(scene, process, second);
  }

  private static void closeFirst(Scene scene, Actor process, Handle first, Handle second) {
    scene.say(
        "CloseHandle looks the value up, empties the row and counts the object down. Nothing else"
            + " happens to the object, because a row is left.");
    process.calls().closeHandle(first);
    scene.claim("the row is gone", scene.row(process, first) == null);
    scene.check("the usage count", 1, scene.usageCount(process, second));
    scene.say("The closed value is only a number now. The other one works as before.");
    scene.checkFails(
        "the closed value names nothing",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> process.calls().getMailslotInfo(first));
    scene.check(
        "the other value works",
        "success",
        Scene.outcome(() -> process.calls().getMailslotInfo(second)));
  }

  private static void closeLast(Scene scene, Actor process, Handle second) {
    scene.say("The last row goes, and with it the object, the queue and the name.");
    process.calls().closeHandle(second);
    scene.check("no row is left", 0, scene.values(process).size());
    scene.say("Nobody can open the mailslot any more.");
    scene.checkFails(
        "the name is free",
        Win32Error.ERROR_FILE_NOT_FOUND,
        () -> Mail.open(process.calls(), scene.slot("box")));
    scene.say("Closing twice is an error. Here it is noticed.");
    scene.checkFails(
        "a value without a row cannot be closed",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> process.calls().closeHandle(second));
  }

  private static void reuse(Scene scene, Actor process, Handle second) {
    scene.say(
        "But values are used again, soon. Who closes a stale value a moment later closes somebody"
            + " else's mailslot.");
    Handle third = Mail.create(process.calls(), scene.slot("other"));
    if (scene.isExact()) {
      scene.check("the new mailslot got the number that was closed last", second, third);
    }
    scene.check("the new mailslot has one row", 1, scene.usageCount(process, third));
  }
}
