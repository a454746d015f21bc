package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;

/** The same number in two processes. */
final class ValueChapter extends Chapter {
  ValueChapter() {
    super(
        "values",
        "The same value in two processes",
        "A handle value means something only together with the process whose table it is looked"
            + " up in.");
  }

  @Override
  public void play(Scene scene) {
    Actor first = scene.start("first.exe");
    Actor second = scene.start("second.exe");
    scene.say("Two processes that know nothing of each other each create a mailslot.");
    Handle ofFirst = Mail.create(first.calls(), scene.slot("first"));
    Handle ofSecond = Mail.create(second.calls(), scene.slot("second"));
    if (scene.isExact()) {
      scene.check("both got the same number", ofFirst, ofSecond);
    }
    scene.claimTwoObjects("two objects", first, ofFirst, second, ofSecond);

    sendToFirst(scene, first, ofFirst);
    if (ofFirst.equals(ofSecond)) {
      askSecond(scene, second, ofFirst);
    } else {
      findCommonValue(scene, first, second);
    }
  }

  private static void sendToFirst(Scene scene, Actor first, Handle ofFirst) {
    scene.say("A letter goes to the first one's mailslot.");
    Handle client = Mail.open(first.calls(), scene.slot("first"));
    Mail.write(first.calls(), client, "for the first");
    scene.say("The first process asks through its number:");
    scene.check("one letter waits", 1, first.calls().getMailslotInfo(ofFirst).messageCount());
  }

  private static void askSecond(Scene scene, Actor second, Handle value) {
    scene.say(
        "The second process passes the very same number. The kernel looks it up in the second"
            + " process's table, and finds the other mailslot.");
    scene.check("no letter waits", 0, second.calls().getMailslotInfo(value).messageCount());
    scene.say(
        "So telling another process a handle value gives it nothing. It must get a row of its own:"
            + " the chapters inherit, duplicate and share.");
    scene.show();
  }

  /** Two JVMs have many values in common; the tour shows one that leads to two objects. */
  private static void findCommonValue(Scene scene, Actor first, Actor second) {
    scene.say(
        "These two got different numbers. But both processes are JVMs with rows of their own, so"
            + " some numbers stand in both tables. One of them, with what it leads to:");
    Handle handle = scene.showCommonValue(first, second);
    scene.claimTwoObjects(
        "in the two tables " + handle + " leads to two objects", first, handle, second, handle);
  }
}
