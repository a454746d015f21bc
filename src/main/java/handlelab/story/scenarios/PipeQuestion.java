package handlelab.story.scenarios;

import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.story.Actor;
import handlelab.story.Play;

/** What the questions about pipes share. */
abstract class PipeQuestion extends Question {
  static final int BOTH = GENERIC_READ | GENERIC_WRITE;
  static final int MESSAGES = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;

  PipeQuestion(String name, String question) {
    super(name, question);
  }

  /** An anonymous pipe with inheritable ends. */
  static PipeHandles pipe(Actor owner) {
    return owner
        .step("pipe-attributes-apply-to-both", "an inheritable pipe")
        .succeeds()
        .createPipe(INHERITABLE, 0);
  }

  /** A server end for both directions, with buffers of 100 bytes. */
  static Handle server(Play play, Actor owner, String name, int openFlags, int pipeMode) {
    return owner
        .step("pipe-already-connected", "a server end of a new pipe")
        .creates()
        .createNamedPipe(
            play.pipe(name), PIPE_ACCESS_DUPLEX | openFlags, pipeMode, 2, 100, 100, 0, null)
        .handle();
  }

  /** An instance with buffers of 100 bytes. */
  static Handle instance(Kernel32 recorder, String path, int openMode, int pipeMode, int limit) {
    return recorder.createNamedPipe(path, openMode, pipeMode, limit, 100, 100, 0, null).handle();
  }

  /** Opens a client end. */
  static Handle connect(Kernel32 recorder, String path, int access) {
    return recorder.createFile(path, access, 0, null, OPEN_EXISTING, 0, null);
  }

  /** A client end for both directions. */
  static Handle client(Play play, Actor owner, String name, int flags) {
    return owner
        .step("pipe-already-connected", "a client opens it")
        .succeeds()
        .createFile(play.pipe(name), BOTH, 0, null, OPEN_EXISTING, flags, null);
  }

  /** An event with manual reset for one overlapped operation. */
  static Overlapped newOperation(Actor owner) {
    return Overlapped.of(event(owner, "an event", true, false));
  }

  /** Waits until the operation's event is set. */
  static void awaitEvent(Actor owner, Overlapped operation, String statement) {
    owner
        .step("overlapped-sets-event", statement)
        .gives(WAIT_OBJECT_0)
        .waitForSingleObject(operation.event(), INFINITE);
  }
}
