package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;

/** What a handle is: a value, a row, an object. */
final class TableChapter extends Chapter {
  TableChapter() {
    super(
        "table",
        "The handle table of a process",
        "A handle is a number. It names a row of the process's own table, and the row points to"
            + " a kernel object.");
  }

  @Override
  public void play(Scene scene) {
    Actor receiver = begin(scene);
    Handle slot = create(scene, receiver);
    lookUp(scene, receiver, slot);
    sendLetter(scene, receiver, slot);
    Handle second = addRow(scene, receiver, slot);
    scene.say(
        "This is all that a handle is. What remains is the life of rows and objects: who adds a"
            + " row, who takes one away, and what happens to the object meanwhile.");
    scene.show();
    scene.check("the table has the two rows that were made", 2, scene.values(receiver).size());
    scene.claim(
        "each of them keeps its value", scene.row(receiver, second).handle().equals(second));
  }

  private static Actor begin(Scene scene) {
    Actor receiver = scene.start("receiver.exe");
    if (scene.isExact()) {
      scene.say("A process begins. Its handle table is empty: it owns nothing of the kernel yet.");
      scene.show();
      scene.check("the table has no rows", 0, scene.values(receiver).size());
    } else {
      scene.say(
          "A process begins. It is a JVM, so its table is full of rows that the JVM made for"
              + " itself. They are counted; only rows that the tour makes are shown.");
      scene.show();
      scene.claim("the JVM has rows of its own", scene.tableSize(receiver) > 0);
    }
    return receiver;
  }

  private static Handle create(Scene scene, Actor receiver) {
    scene.say(
        "It creates a mailslot. The function returns a number and nothing else: the handle value."
            + " The last number of the row is its object's usage count. Windows calls it handle"
            + " count: it counts the rows that point to the object, in all tables. That is the"
            + " number of processes that use the object only as long as each of them has one row.");
    Handle slot =
        receiver
            .calls()
            .createMailslot(scene.slot("letters"), 0, Win32.MAILSLOT_WAIT_FOREVER, null);
    HandleRow row = scene.row(receiver, slot);
    if (scene.isExact()) {
      scene.check("the handle value is 256", 256L, slot.value());
      scene.check(
          "the row points to the address 0x2400",
          "0x2400",
          "0x" + Long.toHexString(row.objectAddress()));
    }
    scene.check("handle values are multiples of four; modulo 4 this one is", 0L, slot.value() % 4);
    scene.check("to the kernel, a mailslot's server end is a File", "File", row.objectType());
    scene.check("one row points to the object: its usage count", 1, row.usageCount());
    scene.say(
        "The picture to keep in mind: the process holds the value; the kernel holds the table, the"
            + " object and the resource behind it.");
    scene.picture(receiver, slot);
    return slot;
  }

  private static void lookUp(Scene scene, Actor receiver, Handle slot) {
    scene.say(
        "Each further call passes the number. The kernel looks it up in the caller's table, checks"
            + " that the row allows what is asked for, and goes on with the object.");
    scene.check("no letter is there yet", 0, receiver.calls().getMailslotInfo(slot).messageCount());
    Handle never = new Handle(slot.value() + 4_000_000);
    scene.say("A number without a row is nothing at all.");
    scene.checkFails(
        "a number that names no row fails",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> receiver.calls().getMailslotInfo(never));
  }

  private static void sendLetter(Scene scene, Actor receiver, Handle slot) {
    scene.say(
        "Another process opens the mailslot by its name. That makes a second object, the client"
            + " end, and a row in the sender's table. Both objects lead to one queue.");
    Actor sender = scene.start("sender.exe");
    Handle client = Mail.open(sender.calls(), scene.slot("letters"));
    scene.claimTwoObjects(
        "client end and server end are two objects", sender, client, receiver, slot);
    scene.say("The sender writes through its own value, the receiver reads through its own.");
    Mail.write(sender.calls(), client, "hello");
    scene.check("the letter came", "hello", Mail.read(receiver.calls(), slot));
  }

  private static Handle addRow(Scene scene, Actor receiver, Handle slot) {
    scene.say("A second mailslot: the next row, another object.");
    Handle second = Mail.create(receiver.calls(), scene.slot("parcels"));
    if (scene.isExact()) {
      scene.check("values go up in steps of four", 260L, second.value());
    }
    scene.claim("another value", !second.equals(slot));
    scene.claimTwoObjects("another object", receiver, slot, receiver, second);
    return second;
  }
}
