package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Child;
import handlelab.story.Scene;
import java.util.List;

/** Handles that stand in no table. */
final class PseudoHandleChapter extends Chapter {
  PseudoHandleChapter() {
    super(
        "pseudo",
        "Pseudo handles and 127.0.0.1",
        "-1 and -2 stand in no table. They mean whoever uses them, as 127.0.0.1 means whichever"
            + " machine says it.");
  }

  @Override
  public void play(Scene scene) {
    Actor parent = scene.start("parent.exe");
    Handle self = constants(scene, parent);
    Handle real = makeReal(scene, parent, self);

    scene.say(
        "A child gets both numbers on its command line: -1, and the value of the inheritable row.");
    Child child =
        parent
            .child("child.exe")
            .inheriting()
            .suspended()
            .arguments(Long.toString(self.value()), Long.toString(real.value()))
            .start(parent.calls());
    scene.check("its rows", List.of(real), scene.values(child));
    scene.say("It runs.");
    parent.calls().resumeThread(child.thread());
    inChild(scene, parent, child);
    afterwards(scene, parent, child);
  }

  private static Handle constants(Scene scene, Actor parent) {
    scene.say("GetCurrentProcess asks nobody. It returns a constant.");
    Handle self = parent.calls().getCurrentProcess();
    scene.check("its value", -1L, self.value());
    scene.claim("no row has that value", scene.row(parent, self) == null);
    scene.say("GetCurrentThread does the same, with another constant.");
    scene.check("its value", -2L, parent.calls().getCurrentThread().value());
    scene.say(
        "Functions that take a process handle know the number: it is looked up nowhere, it means"
            + " the caller.");
    scene.check("the process that -1 means", parent.processId(), parent.calls().getProcessId(self));
    scene.say("Closing it does nothing, whatever the function returns.");
    var unused = Scene.outcome(() -> parent.calls().closeHandle(self));
    scene.check(
        "-1 still means the caller", parent.processId(), parent.unrecorded().getProcessId(self));
    return self;
  }

  private static Handle makeReal(Scene scene, Actor parent, Handle self) {
    scene.say(
        "DuplicateHandle turns it into a real handle: now there is a row, and it points to this"
            + " very process. Here it is inheritable as well.");
    Handle real =
        parent.calls().duplicateHandle(self, self, self, 0, true, Win32.DUPLICATE_SAME_ACCESS);
    scene.claim("a value of the table", real.value() > 0);
    scene.check("the type of its object", "Process", scene.row(parent, real).objectType());
    scene.say("Number and row differ, the object is one.");
    scene.claim(
        "-1 and the new handle mean one object", parent.calls().compareObjectHandles(self, real));
    return real;
  }

  private static void inChild(Scene scene, Actor parent, Child child) {
    Handle pseudo = new Handle(Long.parseLong(child.arguments().get(0)));
    Handle inherited = new Handle(Long.parseLong(child.arguments().get(1)));
    scene.say("The child uses the first number. It reaches itself: its own 127.0.0.1.");
    int reached = child.calls().getProcessId(pseudo);
    scene.check("the process that -1 means in the child", child.processId(), reached);
    scene.claim("it is not the parent", reached != parent.processId());
    scene.say("It uses the second one. That is a row, and the row points to the parent.");
    scene.check(
        "the process that the row leads to",
        parent.processId(),
        child.calls().getProcessId(inherited));
    scene.say("So the child can wait for its parent, or look whether it still runs.");
    scene.claim(
        "the parent has not ended",
        child.calls().waitForSingleObject(inherited, 0) != Win32.WAIT_OBJECT_0);
  }

  private static void afterwards(Scene scene, Actor parent, Child child) {
    scene.say("The child ends. The parent sees that through the handle that CreateProcess gave.");
    scene.exit(child, parent, 7);
    scene.check("the exit code", 7, parent.calls().getExitCodeProcess(child.process()));
  }
}
