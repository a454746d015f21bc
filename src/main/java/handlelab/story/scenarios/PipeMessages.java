package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.story.Actor;
import handlelab.story.ActorThread;
import handlelab.story.Play;

/** Messages in a pipe: their borders, and buffers that are too small. */
public final class PipeMessages extends PipeQuestion {
  public PipeMessages() {
    super("named-pipes/messages", "How is a message read from a pipe?");
  }

  @Override
  public void play(Play play) {

    Actor owner = play.process("owner");
    Handle server = server(play, owner, "messages", 0, MESSAGES);
    Handle client = client(play, owner, "messages", 0);
    owner
        .documented("peek-leaves-bytes", "a peek at an empty pipe does not wait", "PeekNamedPipe")
        .gives(new PeekResult(0, 0, 0))
        .peekNamedPipe(server);
    write(owner, client, "abcde");
    write(owner, client, "fg");
    owner
        .documented(
            "message-pipe-reads-one", "a peek tells what is left of the first", "PeekNamedPipe")
        .gives(new PeekResult(0, 7, 5))
        .peekNamedPipe(server);
    owner
        .tested("message-pipe-reads-one", "and copies from no other one", PIPE_TEST)
        .gives(new PeekResult(5, 7, 0))
        .peekNamedPipe(server, buffer(64));
    owner
        .tested("message-pipe-reads-one", "or a part of it", PIPE_TEST)
        .gives(new PeekResult(2, 7, 3))
        .peekNamedPipe(server, buffer(2));
    owner
        .tested("message-larger-than-buffer", "a buffer that is too small is filled", PIPE_TEST)
        .givesPart("abc")
        .readFile(server, buffer(3), null);
    owner
        .tested("message-larger-than-buffer", "the rest comes next, and no more", PIPE_TEST)
        .gives("de")
        .readFile(server, buffer(64), null);
    owner
        .tested("read-of-nothing-from-message", "no bytes of the next message", PIPE_TEST)
        .givesPart("")
        .readFile(server, buffer(0), null);
    owner
        .tested("read-of-nothing-from-message", "which is still there", PIPE_TEST)
        .gives("fg")
        .readFile(server, buffer(64), null);
    write(owner, client, "");
    owner
        .tested("empty-pipe-message-is-read", "an empty message is read as such", PIPE_TEST)
        .gives("")
        .readFile(server, buffer(64), null);
    byteMode(owner, server, client);
    bytes(play, owner);
  }

  private static void write(Actor owner, Handle end, String text) {
    owner
        .documented("message-pipe-reads-one", "a message", "WriteFile")
        .gives(text.length())
        .writeFile(end, message(text));
  }

  private static void byteMode(Actor owner, Handle server, Handle client) {
    write(owner, server, "abcde");
    write(owner, server, "fg");
    owner
        .tested("read-of-nothing-from-message", "in byte mode no bytes are enough", PIPE_TEST)
        .gives("")
        .readFile(client, buffer(0), null);
    owner
        .tested("pipe-client-starts-in-byte-mode", "a small buffer is no error", PIPE_TEST)
        .gives("ab")
        .readFile(client, buffer(2), null);
    owner
        .documented(
            "pipe-client-starts-in-byte-mode",
            "and messages are joined",
            "Named Pipe Type, Read, and Wait Modes")
        .gives("cdefg")
        .readFile(client, buffer(64), null);
  }

  private static void bytes(Play play, Actor owner) {
    Handle server = server(play, owner, "bytes", 0, 0);
    Handle client = client(play, owner, "bytes", 0);
    write(owner, client, "abcde");
    owner
        .tested("peek-leaves-bytes", "of a pipe of bytes, nothing is left in a message", PIPE_TEST)
        .gives(new PeekResult(0, 5, 0))
        .peekNamedPipe(server);
    owner
        .tested("peek-leaves-bytes", "or less, as much as was copied", PIPE_TEST)
        .gives(new PeekResult(4, 5, -4))
        .peekNamedPipe(server, buffer(4));
    ActorThread other = owner.thread("other thread");
    other
        .documented("pipe-flush-waits", "a flush waits until all is read", "FlushFileBuffers")
        .waits()
        .flushFileBuffers(client);
    owner
        .documented("pipe-flush-waits", "the other end reads a part", "ReadFile")
        .gives("abc")
        .readFile(server, buffer(3));
    owner
        .documented("pipe-flush-waits", "and the rest", "ReadFile")
        .gives("de")
        .readFile(server, buffer(64));
    other.tested("pipe-flush-waits", "now it is done", PIPE_TEST).nowGives(true);
    owner
        .tested("pipe-flush-waits", "with nothing unread it is done at once", PIPE_TEST)
        .succeeds()
        .flushFileBuffers(client);
    other
        .documented(
            "pipe-quota-waits", "more than the buffer of its direction waits", "CreateNamedPipeW")
        .waits()
        .writeFile(client, buffer(101));
    owner
        .documented("pipe-quota-waits", "until it is read", "ReadFile")
        .succeeds()
        .readFile(server, buffer(64));
    other.documented("pipe-quota-waits", "so that the rest fits", "CreateNamedPipeW").nowGives(101);
  }
}
