package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

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
    play.fact("peek-leaves-bytes");
    owner
        .gives("a peek at an empty pipe does not wait", new PeekResult(0, 0, 0))
        .peekNamedPipe(server);
    write(owner, client, "abcde");
    write(owner, client, "fg");
    play.fact("message-pipe-reads-one");
    owner
        .gives("a peek tells what is left of the first", new PeekResult(0, 7, 5))
        .peekNamedPipe(server);
    owner
        .gives("and copies from no other one", new PeekResult(5, 7, 0))
        .peekNamedPipe(server, buffer(64));
    owner.gives("or a part of it", new PeekResult(2, 7, 3)).peekNamedPipe(server, buffer(2));
    play.fact("message-larger-than-buffer");
    owner
        .givesPart("a buffer that is too small is filled", "abc")
        .readFile(server, buffer(3), null);
    owner.gives("the rest comes next, and no more", "de").readFile(server, buffer(64), null);
    play.fact("read-of-nothing-from-message");
    owner.givesPart("no bytes of the next message", "").readFile(server, buffer(0), null);
    owner.gives("which is still there", "fg").readFile(server, buffer(64), null);
    write(owner, client, "");
    play.fact("empty-pipe-message-is-read");
    owner.gives("an empty message is read as such", "").readFile(server, buffer(64), null);
    byteMode(play, owner, server, client);
    bytes(play, owner);
  }

  private static void write(Actor owner, Handle end, String text) {
    owner
        .step("message-pipe-reads-one", "a message")
        .gives(text.length())
        .writeFile(end, message(text));
  }

  private static void byteMode(Play play, Actor owner, Handle server, Handle client) {
    write(owner, server, "abcde");
    write(owner, server, "fg");
    play.fact("read-of-nothing-from-message");
    owner.gives("in byte mode no bytes are enough", "").readFile(client, buffer(0), null);
    play.fact("pipe-client-starts-in-byte-mode");
    owner.gives("a small buffer is no error", "ab").readFile(client, buffer(2), null);
    owner.gives("and messages are joined", "cdefg").readFile(client, buffer(64), null);
  }

  private static void bytes(Play play, Actor owner) {
    Handle server = server(play, owner, "bytes", 0, 0);
    Handle client = client(play, owner, "bytes", 0);
    write(owner, client, "abcde");
    play.fact("peek-leaves-bytes");
    owner
        .gives("of a pipe of bytes, nothing is left in a message", new PeekResult(0, 5, 0))
        .peekNamedPipe(server);
    owner
        .gives("or less, as much as was copied", new PeekResult(4, 5, -4))
        .peekNamedPipe(server, buffer(4));
    ActorThread other = owner.thread("other thread");
    play.fact("pipe-flush-waits");
    other.waits("a flush waits until all is read").flushFileBuffers(client);
    owner.gives("the other end reads a part", "abc").readFile(server, buffer(3));
    owner.gives("and the rest", "de").readFile(server, buffer(64));
    other.nowGives("now it is done", true);
    owner.succeeds("with nothing unread it is done at once").flushFileBuffers(client);
    play.fact("pipe-quota-waits");
    other.waits("more than the buffer of its direction waits").writeFile(client, buffer(101));
    owner.succeeds("until it is read").readFile(server, buffer(64));
    other.nowGives("so that the rest fits", 101);
  }
}
