package handlelab.story.chapters;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Child;
import handlelab.story.Scene;

/** Inheritance, names and DuplicateHandle side by side. */
final class SharingChapter extends Chapter {
  SharingChapter() {
    super(
        "share",
        "Three ways to share an object",
        "A row in a second process comes by inheritance, by a name, or by DuplicateHandle.");
  }

  @Override
  public void play(Scene scene) {
    Actor owner = scene.start("owner.exe");
    scene.say("One process has a mailslot that others are to read from.");
    Handle slot = Mail.create(owner.calls(), scene.slot("shared"));

    Child child = byInheritance(scene, owner, slot);
    Actor stranger = scene.start("stranger.exe");
    byName(scene, owner, stranger, slot);
    byNameOfAnEvent(scene, owner, stranger);
    Handle copy = byDuplication(scene, owner, stranger, slot);
    oneQueue(scene, owner, stranger, child, slot, copy);
    end(scene, owner, stranger, child, slot, copy);
  }

  private static Child byInheritance(Scene scene, Actor owner, Handle slot) {
    scene.say(
        "First way: inheritance. Only for a child, only when it is started, by flag. The child has"
            + " the same value; the parent must tell it which.");
    owner.calls().setHandleInformation(slot, Win32.HANDLE_FLAG_INHERIT, Win32.HANDLE_FLAG_INHERIT);
    Child child =
        owner
            .child("child.exe")
            .inheriting()
            .suspended()
            .arguments(Long.toString(slot.value()))
            .start(owner.calls());
    scene.claimOneObject("the same object", owner, slot, child, slot);
    owner.calls().resumeThread(child.thread());
    return child;
  }

  private static void byName(Scene scene, Actor owner, Actor stranger, Handle slot) {
    scene.say(
        "Second way: a name, at any time, between any processes. What a name leads to depends on"
            + " the object. A mailslot's name gives a client end: an object of its own, which can"
            + " only write.");
    Handle client = Mail.open(stranger.calls(), scene.slot("shared"));
    scene.claimTwoObjects("it is not the object that the owner has", owner, slot, stranger, client);
    scene.say("It cannot be read from.");
    String read = Scene.outcome(() -> Mail.read(stranger.calls(), client));
    scene.claim("reading through the client end fails", !read.equals("success"));
    scene.say(
        "A process's name is its id. It leads to the process object itself, and so does each"
            + " further opening: rows of their own, one object.");
    int access = Win32.PROCESS_DUP_HANDLE;
    Handle first = stranger.calls().openProcess(access, false, owner.processId());
    Handle second = stranger.calls().openProcess(access, false, owner.processId());
    scene.claim("two rows", !first.equals(second));
    scene.claimOneObject("one object", stranger, first, stranger, second);
    Mail.write(stranger.calls(), client, "one");
    Mail.write(stranger.calls(), client, "two");
    Mail.write(stranger.calls(), client, "three");
    scene.check("letters that wait", 3, owner.unrecorded().getMailslotInfo(slot).messageCount());
  }

  private static void byNameOfAnEvent(Scene scene, Actor owner, Actor stranger) {
    scene.say(
        "An event's name leads to the event, whoever comes first: CreateEvent makes it, or opens"
            + " the one that is there and says so.");
    String name = "news-" + owner.processId();
    Created made = owner.calls().createEvent(null, true, false, name);
    Created opened = stranger.calls().createEvent(null, true, false, name);
    scene.check("the owner found one", false, made.existed());
    scene.check("the stranger found one", true, opened.existed());
    Handle event = opened.handle();
    scene.claimOneObject("the same object", owner, made.handle(), stranger, event);
    scene.say("So what one process sets, the other one waits for.");
    owner.calls().setEvent(made.handle());
    scene.check(
        "the stranger's wait", Win32.WAIT_OBJECT_0, stranger.calls().waitForSingleObject(event, 0));
    scene.say("Events, mutexes and semaphores share their names: this one is taken.");
    scene.checkFails(
        "a mutex of that name",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> stranger.calls().createMutex(null, false, name));
    scene.say("The name goes with the last row, not with the process that made it.");
    owner.calls().closeHandle(made.handle());
    Handle again = owner.calls().openEvent(Win32.SYNCHRONIZE, false, name);
    scene.check("rows that point to it", 2, scene.usageCount(owner, again));
    owner.calls().closeHandle(again);
    stranger.calls().closeHandle(event);
    scene.checkFails(
        "the name is gone",
        Win32Error.ERROR_FILE_NOT_FOUND,
        () -> owner.calls().openEvent(Win32.SYNCHRONIZE, false, name));
  }

  private static Handle byDuplication(Scene scene, Actor owner, Actor stranger, Handle slot) {
    scene.say(
        "Third way: DuplicateHandle, into any running process that the caller may open. The row"
            + " gets whatever value is free there; the caller must tell it.");
    Handle process =
        owner.calls().openProcess(Win32.PROCESS_DUP_HANDLE, false, stranger.processId());
    Handle copy =
        owner
            .calls()
            .duplicateHandle(
                Handle.CURRENT_PROCESS, slot, process, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    scene.claimOneObject("the same object", owner, slot, stranger, copy);
    scene.check("rows that point to it", 3, scene.usageCount(owner, slot));
    return copy;
  }

  private static void oneQueue(
      Scene scene, Actor owner, Actor stranger, Actor child, Handle slot, Handle copy) {
    scene.say("Three rows, one object, one queue: each letter goes to exactly one reader.");
    scene.check("the owner reads", "one", Mail.read(owner.calls(), slot));
    scene.check("the child reads", "two", Mail.read(child.calls(), slot));
    scene.check("the stranger reads", "three", Mail.read(stranger.calls(), copy));
    scene.checkFails(
        "nothing is left", Win32Error.ERROR_SEM_TIMEOUT, () -> Mail.read(owner.calls(), slot));
  }

  private static void end(
      Scene scene, Actor owner, Actor stranger, Child child, Handle slot, Handle copy) {
    scene.say(
        "No row is the original. The owner closes its own, the child ends: the object stays.");
    owner.calls().closeHandle(slot);
    scene.exit(child, owner, 0);
    scene.check("rows that point to it", 1, scene.usageCount(stranger, copy));
    scene.say("The last row is the stranger's.");
    stranger.calls().closeHandle(copy);
    scene.claim("the row is gone", scene.row(stranger, copy) == null);
  }
}
