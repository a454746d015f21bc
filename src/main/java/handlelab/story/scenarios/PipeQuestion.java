package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Play;

/** What the questions about pipes share. */
abstract class PipeQuestion extends Question {
  static final int BOTH = Win32.GENERIC_READ | Win32.GENERIC_WRITE;
  static final int MESSAGES = Win32.PIPE_TYPE_MESSAGE | Win32.PIPE_READMODE_MESSAGE;

  PipeQuestion(String name, String question) {
    super(name, question);
  }

  /** An anonymous pipe with inheritable ends. */
  static PipeHandles pipe(Actor owner) {
    return owner
        .documented("pipe-attributes-apply-to-both", "an inheritable pipe", "CreatePipe")
        .succeeds()
        .createPipe(SecurityAttributes.INHERITABLE, 0);
  }

  /** A server end for both directions, with buffers of 100 bytes. */
  static Handle server(Play play, Actor owner, String name, int openFlags, int pipeMode) {
    return owner
        .documented("pipe-already-connected", "a server end of a new pipe", "CreateNamedPipeW")
        .creates()
        .createNamedPipe(
            play.pipe(name), Win32.PIPE_ACCESS_DUPLEX | openFlags, pipeMode, 2, 100, 100, 0, null)
        .handle();
  }

  /** A client end for both directions. */
  static Handle client(Play play, Actor owner, String name, int flags) {
    return owner
        .documented("pipe-already-connected", "a client opens it", "CreateFileW")
        .succeeds()
        .createFile(play.pipe(name), BOTH, 0, null, Win32.OPEN_EXISTING, flags, null);
  }

  /** An event with manual reset for one overlapped operation. */
  static Overlapped newOperation(Actor owner) {
    return Overlapped.of(
        owner
            .documented("event-initial-state", "an event", "CreateEventW")
            .creates()
            .createEvent(null, true, false, null)
            .handle());
  }

  /** Waits until the operation's event is set. */
  static void awaitEvent(Actor owner, Overlapped operation, String claim) {
    owner
        .documented("overlapped-sets-event", claim, "OVERLAPPED")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(operation.event(), Win32.INFINITE);
  }
}
