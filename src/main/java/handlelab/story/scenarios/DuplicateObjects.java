package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.PipeHandles;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** Duplicates of events and pipes: what access they can have. */
public final class DuplicateObjects extends Question {
  public DuplicateObjects() {
    super("duplicate/objects", "Which access can a duplicate of an event or of a pipe have?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    PipeHandles pipe =
        owner
            .documented("pipe-attributes-apply-to-both", "a pipe", "CreatePipe")
            .succeeds()
            .createPipe(null, 0);
    Handle event =
        owner
            .documented("event-initial-state", "an inheritable event", "CreateEventW")
            .creates()
            .createEvent(SecurityAttributes.INHERITABLE, false, false, null)
            .handle();
    Child child = heir(owner, "child", event);
    child
        .documented(
            "inherited-event-is-the-same",
            "the child\'s row has the same access",
            "Handle Inheritance")
        .findsAccess(event, Win32.EVENT_ALL_ACCESS);
    child
        .documented("inherited-event-is-the-same", "and the same flag", "Handle Inheritance")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(event);
    child
        .documented("inherited-event-is-the-same", "it sets the event", "Handle Inheritance")
        .succeeds()
        .setEvent(event);
    owner
        .documented("inherited-event-is-the-same", "which its creator sees", "Handle Inheritance")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(event, 0);
    Handle theirs =
        owner
            .documented("duplicate-shares-object", "a pipe\'s end for the child", "DuplicateHandle")
            .succeeds()
            .duplicateHandle(
                SELF, pipe.write(), child.process(), 0, false, Win32.DUPLICATE_SAME_ACCESS);
    owner
        .documented("duplicate-shares-object", "its creator closes its own", "CloseHandle")
        .succeeds()
        .closeHandle(pipe.write());
    child
        .documented("duplicate-shares-object", "the child writes", "DuplicateHandle")
        .gives(5)
        .writeFile(theirs, message("child"));
    owner
        .documented("duplicate-shares-object", "to the same pipe", "DuplicateHandle")
        .gives("child")
        .readFile(pipe.read(), buffer(64));
    end(owner, child, "it ends, and with it the last write end");
    owner
        .documented("pipe-drains-then-breaks", "the pipe is broken", "ReadFile")
        .fails(Win32Error.ERROR_BROKEN_PIPE)
        .readFile(pipe.read(), buffer(8));
    owner
        .documented(
            "file-handle-not-raised",
            "a read end for writing",
            "DuplicateHandle: not more than a file was opened with")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, pipe.read(), SELF, Win32.GENERIC_WRITE, false, 0);
  }
}
