package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** What the end of a process leaves of its operations. */
public final class OverlappedProcessEnd extends PipeQuestion {
  public OverlappedProcessEnd() {
    super("overlapped/process-end", "What becomes of the operations of a process that ends?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    Handle server = server(play, owner, "end", Win32.FILE_FLAG_OVERLAPPED, 0);
    Handle client =
        owner
            .documented("pipe-already-connected", "an inheritable client end", "CreateFileW")
            .succeeds()
            .createFile(
                play.pipe("end"),
                BOTH,
                0,
                SecurityAttributes.INHERITABLE,
                Win32.OPEN_EXISTING,
                Win32.FILE_FLAG_OVERLAPPED,
                null);
    Child child = heir(owner, "child", client);
    child
        .documented("killed-client-breaks-pipe", "a child writes what fits", "WriteFile")
        .gives(4)
        .writeFile(client, message("done"));
    child
        .tested("process-end-cancels-its-io", "and more than that", PIPE_TEST)
        .gives(IoState.PENDING)
        .writeFile(client, buffer(200), Overlapped.of(Handle.NULL));
    child
        .tested("process-end-cancels-its-io", "and a read", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(client, buffer(8), Overlapped.of(Handle.NULL));
    owner
        .documented("process-end-cancels-its-io", "it is ended", "TerminateProcess")
        .succeeds()
        .terminateProcess(child.process(), 1);
    owner
        .documented("process-signalled-at-end", "and has ended", "WaitForSingleObject")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
    owner
        .documented("killed-client-breaks-pipe", "what it has written stays", "TerminateProcess")
        .gives("done")
        .readFile(server, buffer(200), null);
    Overlapped read = newOperation(owner);
    owner
        .tested("process-end-cancels-its-io", "but not what was pending", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(server, buffer(8), read);
    owner
        .tested(
            "process-end-cancels-its-io",
            "the pipe is not broken: its creator has the end, too",
            PIPE_TEST)
        .gives(1)
        .writeFile(client, message("x"));
    owner
        .tested("process-end-cancels-its-io", "and is read from", PIPE_TEST)
        .gives("x")
        .getOverlappedResult(server, read, true);
    owner
        .documented("killed-client-breaks-pipe", "a byte goes the other way", "WriteFile")
        .gives(1)
        .writeFile(server, message("y"), null);
    owner
        .tested(
            "process-end-cancels-its-io",
            "to the creator's read, as the child's is gone",
            PIPE_TEST)
        .gives("y")
        .readFile(client, buffer(8), null);
  }
}
