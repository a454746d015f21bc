package handlelab.story.scenarios;

import static handlelab.api.IoState.PENDING;
import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
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
    Handle server = server(play, owner, "end", FILE_FLAG_OVERLAPPED, 0);
    play.fact("pipe-already-connected");
    Handle client =
        owner
            .succeeds("an inheritable client end")
            .createFile(
                play.pipe("end"), BOTH, 0, INHERITABLE, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, null);
    Child child = heir(owner, "child", client);
    play.fact("killed-client-breaks-pipe");
    child.gives("a child writes what fits", 4).writeFile(client, message("done"));
    play.fact("process-end-cancels-its-io");
    child
        .gives("and more than that", PENDING)
        .writeFile(client, buffer(200), Overlapped.of(Handle.NULL));
    child.gives("and a read", PENDING).readFile(client, buffer(8), Overlapped.of(Handle.NULL));
    owner.succeeds("it is ended").terminateProcess(child.process(), 1);
    play.fact("process-signalled-at-end");
    owner.gives("and has ended", WAIT_OBJECT_0).waitForSingleObject(child.process(), INFINITE);
    play.fact("killed-client-breaks-pipe");
    owner.gives("what it has written stays", "done").readFile(server, buffer(200), null);
    Overlapped read = newOperation(owner);
    play.fact("process-end-cancels-its-io");
    owner.gives("but not what was pending", PENDING).readFile(server, buffer(8), read);
    owner
        .gives("the pipe is not broken: its creator has the end, too", 1)
        .writeFile(client, message("x"));
    owner.gives("and is read from", "x").getOverlappedResult(server, read, true);
    play.fact("killed-client-breaks-pipe");
    owner.gives("a byte goes the other way", 1).writeFile(server, message("y"), null);
    play.fact("process-end-cancels-its-io");
    owner
        .gives("to the creator's read, as the child's is gone", "y")
        .readFile(client, buffer(8), null);
  }
}
