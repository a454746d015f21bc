package handlelab.story.scenarios;

import static handlelab.api.ConnectState.ALREADY_CONNECTED;
import static handlelab.api.ConnectState.LISTENING;
import static handlelab.api.IoState.PENDING;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Read modes and wait modes of the ends of a pipe. */
public final class PipeModes extends PipeQuestion {
  public PipeModes() {
    super("named-pipes/modes", "In which mode is an end of a pipe, and who may change it?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle server = server(play, owner, "messages", 0, MESSAGES);
    Handle client = client(play, owner, "messages", 0);
    play.fact("pipe-client-starts-in-byte-mode");
    owner
        .gives("the server reads messages", new PipeState(PIPE_READMODE_MESSAGE, 1))
        .getNamedPipeHandleState(server);
    owner.gives("the client bytes", new PipeState(0, 1)).getNamedPipeHandleState(client);
    owner
        .succeeds("until it says otherwise")
        .setNamedPipeHandleState(client, PIPE_READMODE_MESSAGE);
    owner
        .gives("then messages", new PipeState(PIPE_READMODE_MESSAGE, 1))
        .getNamedPipeHandleState(client);
    play.fact("pipe-bits-checked");
    owner
        .fails("there are no other modes", ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(client, 0x10);
    play.fact("pipe-info");
    owner
        .gives("the server's end", new PipeInfo(PIPE_SERVER_END | PIPE_TYPE_MESSAGE, 100, 100, 2))
        .getNamedPipeInfo(server);
    owner
        .gives("the client's end", new PipeInfo(PIPE_TYPE_MESSAGE, 100, 100, 2))
        .getNamedPipeInfo(client);
    Handle bytes = server(play, owner, "bytes", 0, 0);
    Handle end = client(play, owner, "bytes", 0);
    play.fact("pipe-mode-checked");
    owner
        .fails("a pipe of bytes has no messages", ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(bytes, PIPE_READMODE_MESSAGE);
    owner
        .fails("at neither end", ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(end, PIPE_READMODE_MESSAGE);
    noWait(play, owner);
  }

  private static void noWait(Play play, Actor owner) {
    Handle server = server(play, owner, "no wait", 0, PIPE_NOWAIT);
    play.fact("pipe-nowait-answers-at-once");
    owner.gives("nobody is there", LISTENING).connectNamedPipe(server, null);
    Handle client = client(play, owner, "no wait", FILE_FLAG_OVERLAPPED);
    owner.gives("now there is", ALREADY_CONNECTED).connectNamedPipe(server, null);
    owner.fails("but it has not written", ERROR_NO_DATA).readFile(server, buffer(8));
    owner.gives("what does not fit is not written", 0).writeFile(server, buffer(101));
    Overlapped read = Overlapped.of(Handle.NULL);
    play.fact("pipe-nowait-counts-pending-reads");
    owner.gives("but a read that waits takes some", PENDING).readFile(client, buffer(1), read);
    owner.gives("so that it fits", 101).writeFile(server, buffer(101));
    owner.succeeds("the rest is read").readFile(client, buffer(200), Overlapped.of(Handle.NULL));
    Overlapped second = Overlapped.of(Handle.NULL);
    owner.gives("another one waits", PENDING).readFile(client, buffer(1), second);
    owner.gives("which gets its part if the rest does not fit", 1).writeFile(server, buffer(102));
    play.fact("pipe-nowait-answers-at-once");
    owner.gives("what fits is", 100).writeFile(server, buffer(100));
    owner.succeeds("the client goes").closeHandle(client);
    owner.fails("which is told so", ERROR_NO_DATA).connectNamedPipe(server, null);
  }
}
