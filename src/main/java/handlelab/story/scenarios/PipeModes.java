package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    owner
        .tested("pipe-client-starts-in-byte-mode", "the server reads messages", PIPE_TEST)
        .gives(new PipeState(Win32.PIPE_READMODE_MESSAGE, 1))
        .getNamedPipeHandleState(server);
    owner
        .documented(
            "pipe-client-starts-in-byte-mode",
            "the client bytes",
            "Named Pipe Type, Read, and Wait Modes")
        .gives(new PipeState(0, 1))
        .getNamedPipeHandleState(client);
    owner
        .tested("pipe-client-starts-in-byte-mode", "until it says otherwise", PIPE_TEST)
        .succeeds()
        .setNamedPipeHandleState(client, Win32.PIPE_READMODE_MESSAGE);
    owner
        .tested("pipe-client-starts-in-byte-mode", "then messages", PIPE_TEST)
        .gives(new PipeState(Win32.PIPE_READMODE_MESSAGE, 1))
        .getNamedPipeHandleState(client);
    owner
        .documented(
            "pipe-bits-checked",
            "there are no other modes",
            "SetNamedPipeHandleState, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(client, 0x10);
    owner
        .tested("pipe-info", "the server's end", PIPE_TEST)
        .gives(new PipeInfo(Win32.PIPE_SERVER_END | Win32.PIPE_TYPE_MESSAGE, 100, 100, 2))
        .getNamedPipeInfo(server);
    owner
        .tested("pipe-info", "the client's end", PIPE_TEST)
        .gives(new PipeInfo(Win32.PIPE_TYPE_MESSAGE, 100, 100, 2))
        .getNamedPipeInfo(client);
    Handle bytes = server(play, owner, "bytes", 0, 0);
    Handle end = client(play, owner, "bytes", 0);
    owner
        .tested("pipe-mode-checked", "a pipe of bytes has no messages", PIPE_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(bytes, Win32.PIPE_READMODE_MESSAGE);
    owner
        .tested("pipe-mode-checked", "at neither end", PIPE_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .setNamedPipeHandleState(end, Win32.PIPE_READMODE_MESSAGE);
    noWait(play, owner);
  }

  private static void noWait(Play play, Actor owner) {
    Handle server = server(play, owner, "no wait", 0, Win32.PIPE_NOWAIT);
    owner
        .tested("pipe-nowait-answers-at-once", "nobody is there", PIPE_TEST)
        .gives(ConnectState.LISTENING)
        .connectNamedPipe(server, null);
    Handle client = client(play, owner, "no wait", Win32.FILE_FLAG_OVERLAPPED);
    owner
        .tested("pipe-nowait-answers-at-once", "now there is", PIPE_TEST)
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(server, null);
    owner
        .tested("pipe-nowait-answers-at-once", "but it has not written", PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .readFile(server, buffer(8));
    owner
        .tested("pipe-nowait-answers-at-once", "what does not fit is not written", PIPE_TEST)
        .gives(0)
        .writeFile(server, buffer(101));
    Overlapped read = Overlapped.of(Handle.NULL);
    owner
        .tested("pipe-nowait-counts-pending-reads", "but a read that waits takes some", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(client, buffer(1), read);
    owner
        .tested("pipe-nowait-counts-pending-reads", "so that it fits", PIPE_TEST)
        .gives(101)
        .writeFile(server, buffer(101));
    owner
        .tested("pipe-nowait-counts-pending-reads", "the rest is read", PIPE_TEST)
        .succeeds()
        .readFile(client, buffer(200), Overlapped.of(Handle.NULL));
    Overlapped second = Overlapped.of(Handle.NULL);
    owner
        .tested("pipe-nowait-counts-pending-reads", "another one waits", PIPE_TEST)
        .gives(IoState.PENDING)
        .readFile(client, buffer(1), second);
    owner
        .tested(
            "pipe-nowait-counts-pending-reads",
            "which gets its part if the rest does not fit",
            PIPE_TEST)
        .gives(1)
        .writeFile(server, buffer(102));
    owner
        .tested("pipe-nowait-answers-at-once", "what fits is", PIPE_TEST)
        .gives(100)
        .writeFile(server, buffer(100));
    owner
        .documented("pipe-nowait-answers-at-once", "the client goes", "CloseHandle")
        .succeeds()
        .closeHandle(client);
    owner
        .tested("pipe-nowait-answers-at-once", "which is told so", PIPE_TEST)
        .fails(Win32Error.ERROR_NO_DATA)
        .connectNamedPipe(server, null);
  }
}
