package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Child;
import handlelab.story.Scene;
import java.util.List;

/** Saying which rows a child gets. */
final class HandleListChapter extends Chapter {
  HandleListChapter() {
    super(
        "list",
        "The handle list",
        "PROC_THREAD_ATTRIBUTE_HANDLE_LIST names the rows that one child gets. The inherit flag"
            + " alone gives them to every child.");
  }

  @Override
  public void play(Scene scene) {
    Actor parent = scene.start("parent.exe");
    scene.say("Three mailslots. Two are inheritable: one for each of two children.");
    Handle forFirst = Mail.createInheritable(parent.calls(), scene.slot("for-first"));
    Handle forSecond = Mail.createInheritable(parent.calls(), scene.slot("for-second"));
    Handle secret = Mail.create(parent.calls(), scene.slot("secret"));

    scene.say(
        "Without a list, a child gets both. In a program with many threads, each of which starts"
            + " children, everybody's children get everybody's handles: queues that never close.");
    Child any = parent.child("any.exe").inheriting().suspended().start(parent.calls());
    scene.check("its rows", List.of(forFirst, forSecond), scene.values(any));
    scene.say("It is ended before it ran.");
    scene.discard(parent, any);

    scene.say("With a list, a child gets what is named, and nothing else.", "startupInfo");
    Child first =
        parent.child("first.exe").inheriting().list(forFirst).suspended().start(parent.calls());
    scene.check("its rows", List.of(forFirst), scene.values(first));
    Child second =
        parent.child("second.exe").inheriting().list(forSecond).suspended().start(parent.calls());
    scene.check("its rows", List.of(forSecond), scene.values(second));
    scene.check(
        "rows that point to the first one's mailslot", 2, scene.usageCount(parent, forFirst));

    refusals(scene, parent, forFirst, secret);
    scene.say("Both children end: the parent's rows are the only ones again.");
    scene.discard(parent, first);
    scene.discard(parent, second);
    scene.check("rows of for-first", 1, scene.usageCount(parent, forFirst));
    scene.check("rows of for-second", 1, scene.usageCount(parent, forSecond));
  }

  private static void refusals(Scene scene, Actor parent, Handle listed, Handle secret) {
    String refused = Win32Error.describe(Win32Error.ERROR_INVALID_PARAMETER);
    scene.say("The list opens no door: a row in it must be inheritable all the same.");
    scene.checkFact(
        "listed-handle-must-be-inheritable",
        "a row without the flag in the list",
        refused,
        launched(scene, parent, secret));
    scene.say("And no row may stand in it twice.");
    scene.checkFact(
        "handle-listed-once-only",
        "a row twice in the list",
        refused,
        launched(scene, parent, listed, listed));
  }

  /** Says how starting a child with this list ended; if it succeeded, the child is ended. */
  private static String launched(Scene scene, Actor parent, Handle... list) {
    return Scene.outcome(
        () ->
            scene.discard(
                parent,
                parent.child("odd.exe").inheriting().list(list).suspended().start(parent.calls())));
  }
}
