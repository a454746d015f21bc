package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
import handlelab.story.Scenario;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the questions share: name, text, and the steps that many of them have. */
abstract class Question implements Scenario {
  static final int SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE;

  static final Handle SELF = Handle.CURRENT_PROCESS;

  private final String name;
  private final String question;

  Question(String name, String question) {
    this.name = name;
    this.question = question;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String question() {
    return question;
  }

  /** A slot that takes any size and never waits. */
  static Handle slot(Play play, Actor owner, String name) {
    return owner
        .step("slot-created-by-name", "a mailslot is made by its name")
        .succeeds()
        .createMailslot(play.slot(name), 0, 0, null);
  }

  /** A client end for writing. */
  static Handle client(Play play, Actor owner, String name) {
    return open(
        owner.step("client-opens-for-writing", "a client opens the slot for writing").succeeds(),
        play.slot(name),
        GENERIC_WRITE);
  }

  /** A client end for writing, with an inheritable handle. */
  static Handle inheritableClient(Play play, Actor owner, String name) {
    return owner
        .step("client-created-inheritable", "an inheritable client handle")
        .succeeds()
        .createFile(play.slot(name), GENERIC_WRITE, SHARE_ALL, INHERITABLE, OPEN_EXISTING, 0, null);
  }

  /** Opens a slot or a pipe, for others to open it as well. */
  static Handle open(Kernel32 recorder, String path, int access) {
    return recorder.createFile(path, access, SHARE_ALL, null, OPEN_EXISTING, 0, null);
  }

  /** A duplicate in the same process, with the same access. */
  static Handle copy(Kernel32 recorder, Handle source) {
    return copy(recorder, source, SELF);
  }

  /** A duplicate in that process, with the same access. */
  static Handle copy(Kernel32 recorder, Handle source, Handle targetProcess) {
    return recorder.duplicateHandle(SELF, source, targetProcess, 0, false, DUPLICATE_SAME_ACCESS);
  }

  /** A duplicate in the same process, with another access. */
  static Handle withAccess(Kernel32 recorder, Handle source, int access) {
    return recorder.duplicateHandle(SELF, source, SELF, access, false, 0);
  }

  /** An event without a name. */
  static Handle event(Actor owner, String statement, boolean manualReset, boolean isSet) {
    return owner
        .step("event-initial-state", statement)
        .creates()
        .createEvent(null, manualReset, isSet, null)
        .handle();
  }

  /** A child that gets nothing at its start. */
  static Child bareChild(Actor parent) {
    return parent
        .child("child")
        .start(
            parent
                .step("nothing-inherited-without-parameter", "the child inherits nothing")
                .succeeds());
  }

  /** A child that gets one inheritable handle and nothing else. */
  static Child heir(Actor parent, String name, Handle handle) {
    return parent
        .child(name)
        .inheriting()
        .list(handle)
        .start(
            parent
                .step("handle-list-limits-inheritance", "a child that gets this handle")
                .succeeds());
  }

  /** A duplicate of the parent's {@code source} in the child's table, with the same access. */
  static Handle push(Actor parent, Handle source, Child child, String statement) {
    return copy(
        parent.step("duplicate-shares-object", statement).succeeds(), source, child.process());
  }

  /** Lets the child return from its main method, and its parent wait until it has ended. */
  static void end(Actor parent, Child child, String statement) {
    child.exit(0);
    parent
        .step("process-signalled-at-end", statement)
        .gives(WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), INFINITE);
  }

  static ByteBuffer message(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes);
  }
}
