package handlelab.story.chapters;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;

/** DuplicateHandle, parameter by parameter. */
final class DuplicationChapter extends Chapter {
  private static final Handle SELF = Handle.CURRENT_PROCESS;
  private static final Handle NO_ROW = new Handle(4_000_000);

  DuplicationChapter() {
    super(
        "duplicate",
        "DuplicateHandle and its seven parameters",
        "DuplicateHandle copies one row: from any table into any table, with an access and flags"
            + " of its own.");
  }

  @Override
  public void play(Scene scene) {
    Actor worker = scene.start("worker.exe");
    Actor partner = scene.start("partner.exe");
    Handle slot = whole(scene, worker);
    Handle process = sourceProcess(scene, worker, partner);
    source(scene, worker);
    targetProcess(scene, worker, partner, process, slot);
    access(scene, worker, slot);
    inherit(scene, worker, slot);
    options(scene, worker, slot);
    right(scene, worker, partner, slot);
  }

  private static Handle whole(Scene scene, Actor worker) {
    scene.say("One process, one mailslot.");
    Handle slot = Mail.create(worker.calls(), scene.slot("work"));
    scene.say(
        "The simplest use: both processes are the caller, the access stays the same. A second row"
            + " for the same object; the object itself is not copied. In C the value of the new row"
            + " comes by the fourth parameter; here it is the result.");
    scene.code(
        "BOOL DuplicateHandle(",
        "  HANDLE   hSourceProcessHandle,  // sourceProcess",
        "  HANDLE   hSourceHandle,         // source",
        "  HANDLE   hTargetProcessHandle,  // targetProcess",
        "  LPHANDLE lpTargetHandle,        // the result",
        "  DWORD    dwDesiredAccess,       // desiredAccess",
        "  BOOL     bInheritHandle,        // inheritHandle",
        "  DWORD    dwOptions);            // options");
    Handle copy = worker.calls().duplicateHandle(SELF, slot, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    scene.claim("another value", !copy.equals(slot));
    scene.claimOneObject("the same object", worker, slot, worker, copy);
    scene.check("rows that point to it", 2, scene.usageCount(worker, slot));
    scene.say("CompareObjectHandles asks the kernel the same question.");
    scene.claim("one object", worker.calls().compareObjectHandles(slot, copy));
    worker.calls().closeHandle(copy);
    return slot;
  }

  private static Handle sourceProcess(Scene scene, Actor worker, Actor partner) {
    scene.say("The partner has a mailslot, too.");
    Handle theirs = Mail.create(partner.calls(), scene.slot("partner"));
    scene.say("To reach into its table, the worker needs a handle to the partner itself.");
    Handle process =
        worker.calls().openProcess(Win32.PROCESS_DUP_HANDLE, false, partner.processId());
    scene.say(
        "1. hSourceProcessHandle: in whose table the source is looked up. Here it is the"
            + " partner's, so the partner's value is meant.",
        "sourceProcess");
    Handle copy =
        worker.calls().duplicateHandle(process, theirs, SELF, 0, false, DUPLICATE_SAME_ACCESS);
    scene.claimOneObject("the copy leads to the partner's mailslot", partner, theirs, worker, copy);
    worker.calls().closeHandle(copy);
    scene.say("NULL is no process.");
    scene.checkFails(
        "without a source process",
        Win32Error.ERROR_INVALID_HANDLE,
        () ->
            worker
                .calls()
                .duplicateHandle(Handle.NULL, theirs, SELF, 0, false, DUPLICATE_SAME_ACCESS));
    return process;
  }

  private static void source(Scene scene, Actor worker) {
    scene.say("2. hSourceHandle: which row. It must be there, in that table.", "source");
    scene.checkFails(
        "a source without a row",
        Win32Error.ERROR_INVALID_HANDLE,
        () -> worker.calls().duplicateHandle(SELF, NO_ROW, SELF, 0, false, DUPLICATE_SAME_ACCESS));
  }

  private static void targetProcess(
      Scene scene, Actor worker, Actor partner, Handle process, Handle slot) {
    scene.say(
        "3. hTargetProcessHandle: whose table gets the new row. Here it is the partner's; the"
            + " worker's table does not change.",
        "targetProcess");
    int before = scene.values(worker).size();
    Handle copy =
        worker.calls().duplicateHandle(SELF, slot, process, 0, false, DUPLICATE_SAME_ACCESS);
    scene.claimOneObject(
        "the partner has a row for the worker's mailslot", worker, slot, partner, copy);
    scene.check("rows of the worker", before, scene.values(worker).size());
    scene.say(
        "4. lpTargetHandle: where the new value is written. It is a value of the target's table,"
            + " but the caller gets it. The partner knows nothing: somebody must tell it.");
    scene.show();
    if (!copy.equals(slot)) {
      scene.claimTwoObjects(
          "in the worker's own table the number does not lead there", partner, copy, worker, copy);
    }
    scene.say("Once it is told, the partner uses it like any other.");
    scene.check(
        "the partner can ask the worker's mailslot",
        "success",
        Scene.outcome(() -> partner.calls().getMailslotInfo(copy)));
  }

  private static void access(Scene scene, Actor worker, Handle slot) {
    scene.say(
        "5. dwDesiredAccess: what the new row allows. It can be less than the source allows: this"
            + " one may be waited on, and nothing else.",
        "desiredAccess");
    Handle weak = worker.calls().duplicateHandle(SELF, slot, SELF, Win32.SYNCHRONIZE, false, 0);
    scene.check(
        "the access of the new row",
        "0x" + Integer.toHexString(Win32.SYNCHRONIZE),
        "0x" + Integer.toHexString(scene.row(worker, weak).grantedAccess()));
    scene.claimOneObject("the same object", worker, slot, worker, weak);
    scene.say("The right belongs to the row, so the same object refuses through this one.");
    scene.checkFails(
        "reading through the weak row",
        Win32Error.ERROR_ACCESS_DENIED,
        () -> Mail.read(worker.calls(), weak));
    scene.say("And for a file there is no way back up.");
    String raised =
        Scene.outcome(
            () ->
                worker
                    .calls()
                    .duplicateHandle(SELF, weak, SELF, Win32.FILE_GENERIC_READ, false, 0));
    scene.checkFact(
        "file-handle-not-raised",
        "asking for more than the source allows",
        Win32Error.describe(Win32Error.ERROR_ACCESS_DENIED),
        raised);
    worker.calls().closeHandle(weak);
  }

  private static void inherit(Scene scene, Actor worker, Handle slot) {
    scene.say(
        "6. bInheritHandle: the inherit flag of the new row. The source keeps its own: this is how"
            + " a program gives one handle to a child and keeps the original to itself.",
        "inheritHandle");
    Handle copy = worker.calls().duplicateHandle(SELF, slot, SELF, 0, true, DUPLICATE_SAME_ACCESS);
    scene.claim("the copy is inheritable", scene.row(worker, copy).inheritable());
    scene.claim("the source is not", !scene.row(worker, slot).inheritable());
    worker.calls().closeHandle(copy);
  }

  private static void options(Scene scene, Actor worker, Handle slot) {
    scene.say(
        "7. dwOptions. DUPLICATE_SAME_ACCESS, as above, ignores the fifth parameter."
            + " DUPLICATE_CLOSE_SOURCE closes the source: the row is moved, not copied. In one"
            + " process it even comes back with its own value.",
        "options");
    int rows = scene.usageCount(worker, slot);
    Handle moved =
        worker
            .calls()
            .duplicateHandle(
                SELF, slot, SELF, 0, true, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    scene.check("the value", slot, moved);
    scene.check("rows that point to the object", rows, scene.usageCount(worker, moved));
    scene.claim("only the flag is new", scene.row(worker, moved).inheritable());
    scene.say(
        "DUPLICATE_SAME_ATTRIBUTES copies both flags of the source, whatever the sixth parameter"
            + " says. Microsoft documents it for drivers only.");
    int protect = Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
    worker.calls().setHandleInformation(moved, protect, protect);
    Handle copy =
        worker
            .calls()
            .duplicateHandle(
                SELF, moved, SELF, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES);
    HandleRow row = scene.row(worker, copy);
    scene.claim("both flags are set on the copy", row.inheritable() && row.protectedFromClose());
  }

  private static void right(Scene scene, Actor worker, Actor partner, Handle slot) {
    scene.say(
        "What guards all this is the process handle: it must have PROCESS_DUP_HANDLE. This one"
            + " has not.");
    Handle weak =
        worker
            .calls()
            .openProcess(Win32.PROCESS_QUERY_LIMITED_INFORMATION, false, partner.processId());
    scene.checkFails(
        "putting a row into a process without the right",
        Win32Error.ERROR_ACCESS_DENIED,
        () -> worker.calls().duplicateHandle(SELF, slot, weak, 0, false, DUPLICATE_SAME_ACCESS));
  }
}
