package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Child;
import handlelab.story.Scene;
import java.util.List;

/** The copy of rows into a child, flag by flag. */
final class InheritanceChapter extends Chapter {
  private static final int INHERIT = Win32.HANDLE_FLAG_INHERIT;
  private static final int PROTECT = Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;

  InheritanceChapter() {
    super(
        "inherit",
        "Inheritance: a copy of rows",
        "At CreateProcess the kernel copies the rows whose inherit flag is set. Rows, not"
            + " objects: same value, same access, same flags.");
  }

  @Override
  public void play(Scene scene) {
    Actor parent = scene.start("parent.exe");
    scene.say(
        "Each row has two flags. A mailslot created without security attributes has neither.");
    Handle plain = Mail.create(parent.calls(), scene.slot("plain"));
    scene.claim("plain is not inheritable", !scene.row(parent, plain).inheritable());
    Handle given = createGiven(scene, parent);
    Handle kept = createKept(scene, parent);

    Child child = launch(scene, parent, List.of(given, kept), plain);
    copiesAreIndependent(scene, parent, child, given);
    run(scene, parent, child, given);
    parentCloses(scene, parent, child, given);
    grandchild(scene, child, given, kept);
    protection(scene, child, kept);
    end(scene, parent, child, kept);
    withoutInheritance(scene, parent);
  }

  private static Handle createGiven(Scene scene, Actor parent) {
    scene.say("This one is asked to be inheritable from the start.", "attributes");
    Handle given =
        parent.calls().createMailslot(scene.slot("given"), 0, 0, SecurityAttributes.INHERITABLE);
    boolean set = scene.row(parent, given).inheritable();
    scene.checkFact("slot-created-inheritable", "bInheritHandle sets the inherit flag", true, set);
    if (!set) {
      scene.say("This kernel did not set the flag. SetHandleInformation does.");
      parent.calls().setHandleInformation(given, INHERIT, INHERIT);
      scene.claim("now it is inheritable", scene.row(parent, given).inheritable());
    }
    return given;
  }

  private static Handle createKept(Scene scene, Actor parent) {
    scene.say("Flags can be set later, one by one: SetHandleInformation changes the row.");
    Handle kept = Mail.create(parent.calls(), scene.slot("kept"));
    parent.calls().setHandleInformation(kept, INHERIT, INHERIT);
    scene.claim("kept is inheritable", scene.row(parent, kept).inheritable());
    scene.say("The second flag protects the row from CloseHandle.");
    parent.calls().setHandleInformation(kept, PROTECT, PROTECT);
    HandleRow row = scene.row(parent, kept);
    scene.claim("kept has both flags", row.inheritable() && row.protectedFromClose());
    return kept;
  }

  private static Child launch(Scene scene, Actor parent, List<Handle> inheritable, Handle plain) {
    scene.say(
        "CreateProcess with bInheritHandles TRUE. The child is suspended: this is its table before"
            + " its first instruction. It learns the value from its command line.",
        "inheritHandles");
    Child child =
        parent
            .child("child.exe")
            .inheriting()
            .suspended()
            .arguments(inheritable.get(0).toString())
            .start(parent.calls());
    scene.check(
        "the child has the flagged rows, at the same values", inheritable, scene.values(child));
    for (Handle handle : inheritable) {
      HandleRow copy = scene.row(child, handle);
      HandleRow source = scene.row(parent, handle);
      if (copy == null) {
        continue;
      }
      scene.claimOneObject(
          handle + " leads both to the same object", parent, handle, child, handle);
      scene.check(
          handle + " has the same access",
          "0x" + Integer.toHexString(source.grantedAccess()),
          "0x" + Integer.toHexString(copy.grantedAccess()));
      scene.check(handle + " has the same flags", flags(source), flags(copy));
      scene.check(handle + ": rows that point to its object", 2, copy.usageCount());
    }
    scene.claimTwoObjects("the row without the flag did not come", parent, plain, child, plain);
    scene.check(
        "the handles of the child itself are not inheritable",
        "no flag",
        flags(scene.row(parent, child.process())));
    return child;
  }

  private static String flags(HandleRow row) {
    String text =
        (row.inheritable() ? "inherit " : "") + (row.protectedFromClose() ? "protect" : "");
    return text.isEmpty() ? "no flag" : text.strip();
  }

  private static void copiesAreIndependent(Scene scene, Actor parent, Actor child, Handle given) {
    scene.say(
        "From now on the two rows have nothing to do with each other: the parent clears its"
            + " flag, the child's stays.");
    parent.calls().setHandleInformation(given, INHERIT, 0);
    scene.claim(
        "the parent's row is not inheritable any more", !scene.row(parent, given).inheritable());
    scene.claim("the child's row is", scene.row(child, given).inheritable());
    scene.say("And what the parent opens now, the child will not see. Inheritance happens once.");
    Handle late = Mail.create(parent.calls(), scene.slot("late"));
    parent.calls().setHandleInformation(late, INHERIT, INHERIT);
    scene.claimTwoObjects("the later row is not in the child", parent, late, child, late);
    parent.calls().closeHandle(late);
  }

  private static void run(Scene scene, Actor parent, Child child, Handle given) {
    scene.say("The child runs.");
    parent.calls().resumeThread(child.thread());
    scene.check("the value came by the command line", List.of(given.toString()), child.arguments());
    scene.say("A letter for the mailslot. The child reads it through the inherited row.");
    Handle client = Mail.open(parent.calls(), scene.slot("given"));
    Mail.write(parent.calls(), client, "for whoever reads first");
    scene.check("the child read", "for whoever reads first", Mail.read(child.calls(), given));
    parent.calls().closeHandle(client);
  }

  private static void parentCloses(Scene scene, Actor parent, Actor child, Handle given) {
    scene.say("The parent closes its row. The object lives on by the child's.");
    parent.calls().closeHandle(given);
    scene.check("the usage count of given", 1, scene.usageCount(child, given));
    scene.check(
        "the child's row works",
        "success",
        Scene.outcome(() -> child.calls().getMailslotInfo(given)));
  }

  private static void grandchild(Scene scene, Actor child, Handle given, Handle kept) {
    scene.say(
        "The inherit flag came along, so the child's own children inherit again. Nobody asked the"
            + " first parent.");
    Child grandchild = child.child("grandchild.exe").inheriting().suspended().start(child.calls());
    scene.check("the grandchild's rows", List.of(given, kept), scene.values(grandchild));
    scene.check("the usage count of kept", 3, scene.usageCount(child, kept));
    endUnstarted(scene, child, grandchild);
    scene.check("the usage count of kept, after its end", 2, scene.usageCount(child, kept));
  }

  private static void endUnstarted(Scene scene, Actor creator, Child child) {
    scene.say("It is ended before it ran. A process that ends gives up all its rows.");
    scene.discard(creator, child);
  }

  private static void protection(Scene scene, Actor child, Handle kept) {
    scene.say("The other flag came along too: the child cannot close this row.");
    scene.checkFails(
        "a protected row stays",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> child.calls().closeHandle(kept));
    scene.claim("the row is there", scene.row(child, kept) != null);
  }

  private static void end(Scene scene, Actor parent, Child child, Handle kept) {
    scene.say("The child ends. The kernel closes what it left open, protected or not.");
    scene.exit(child, parent, 0);
    scene.check(
        "the usage count of kept, with the parent's row", 1, scene.usageCount(parent, kept));
    scene.say("The child's row was the last one of given, so that mailslot is gone.");
    scene.checkFails(
        "nobody can open it",
        Win32Error.ERROR_FILE_NOT_FOUND,
        () -> Mail.open(parent.calls(), scene.slot("given")));
    scene.say("The parent still has rows for the ended child. Its exit code is there until then.");
    scene.check("the exit code", 0, parent.calls().getExitCodeProcess(child.process()));
  }

  private static void withoutInheritance(Scene scene, Actor parent) {
    scene.say(
        "And with bInheritHandles FALSE no flag matters: no row is copied.", "inheritHandles");
    Child second = parent.child("second.exe").suspended().start(parent.calls());
    scene.check("rows that came along", 0, scene.values(second).size());
    endUnstarted(scene, parent, second);
  }
}
