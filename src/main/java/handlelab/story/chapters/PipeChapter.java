package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.PipeHandles;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Child;
import handlelab.story.Scene;
import java.util.List;

/** A write end in the wrong process keeps a stream from ending. */
final class PipeChapter extends Chapter {
  PipeChapter() {
    super(
        "pipe",
        "The pipe that never ends",
        "The reader of a pipe sees the end when the last write handle is closed. A child that"
            + " inherited one by accident keeps the stream open.");
  }

  @Override
  public void play(Scene scene) {
    Actor parent = scene.start("parent.exe");
    scene.say(
        "A pipe to feed a child. Both handles are made inheritable, as many programs do.",
        "attributes");
    PipeHandles pipe = parent.calls().createPipe(SecurityAttributes.INHERITABLE, 0);
    scene.claimTwoObjects("its ends are two objects", parent, pipe.read(), parent, pipe.write());
    scene.say("The first child is to read. It gets the read end, and by a list nothing else.");
    Child first = reader(parent, "first.exe", pipe.read());
    scene.check("its rows", List.of(pipe.read()), scene.values(first));

    Child second = startSecond(scene, parent, pipe);
    feed(scene, parent, first, pipe);
    neverEnds(scene, first, second, pipe);
    ends(scene, parent, first, second, pipe.read());
    mended(scene, parent);
  }

  private static Child reader(Actor parent, String name, Handle read) {
    return parent.child(name).inheriting().list(read).start(parent.calls());
  }

  private static Child startSecond(Scene scene, Actor parent, PipeHandles pipe) {
    scene.say(
        "Another part of the program starts a second child. It knows nothing of the pipe, and"
            + " passes bInheritHandles TRUE for a reason of its own.",
        "inheritHandles");
    Child second = parent.child("second.exe").inheriting().suspended().start(parent.calls());
    scene.check("it has both ends", List.of(pipe.read(), pipe.write()), scene.values(second));
    return second;
  }

  private static void feed(Scene scene, Actor parent, Actor first, PipeHandles pipe) {
    scene.say("The parent does all that it should: it writes, and closes its handles.");
    parent.calls().closeHandle(pipe.read());
    Mail.write(parent.calls(), pipe.write(), "hello");
    parent.calls().closeHandle(pipe.write());
    scene.say("The first child reads what was written.");
    scene.check("it read", "hello", Mail.read(first.calls(), pipe.read()));
  }

  private static void neverEnds(Scene scene, Actor first, Actor second, PipeHandles pipe) {
    scene.say(
        "Is this the end? PeekNamedPipe says no: nothing is there, but more may come. A read would"
            + " wait now, and for ever, because no program that writes is left.");
    scene.check("bytes that wait", 0, first.calls().peekNamedPipe(pipe.read()).totalAvailable());
    scene.check(
        "one write handle is left: the second child's", 1, scene.usageCount(second, pipe.write()));
  }

  private static void ends(Scene scene, Actor parent, Actor first, Child second, Handle read) {
    scene.say("Only when the second child has ended, the stream ends.");
    scene.discard(parent, second);
    scene.checkFails(
        "now the first child sees the end",
        Win32Error.ERROR_BROKEN_PIPE,
        () -> first.calls().peekNamedPipe(read));
  }

  private static void mended(Scene scene, Actor parent) {
    scene.say(
        "The handle list mends it: each child gets what is meant for it, no matter which"
            + " other children start at the same time.");
    PipeHandles pipe = parent.calls().createPipe(SecurityAttributes.INHERITABLE, 0);
    Child third = reader(parent, "third.exe", pipe.read());
    Handle other = Mail.createInheritable(parent.calls(), scene.slot("other"));
    Child fourth =
        parent.child("fourth.exe").inheriting().list(other).suspended().start(parent.calls());
    scene.check("the fourth child's rows", List.of(other), scene.values(fourth));
    parent.calls().closeHandle(pipe.write());
    scene.say("No write handle is left, so the reader sees the end at once.");
    scene.checkFails(
        "the end", Win32Error.ERROR_BROKEN_PIPE, () -> third.calls().peekNamedPipe(pipe.read()));
    scene.say(
        "In Java, ChildLaunch makes the list, and gives duplicates that are inheritable only while"
            + " the child is created; so a child without a list does not get them either.");
    scene.code(
        "launch = ChildLaunch.of(kernel32);",
        "value = launch.give(readEnd);",
        "launch.start(List.of(",
        "    \"third.exe\", value.toString()));");
  }
}
