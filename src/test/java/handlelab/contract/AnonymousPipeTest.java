package handlelab.contract;

import static handlelab.api.Win32.FILE_TYPE_PIPE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.SecurityAttributes;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** CreatePipe: a stream of bytes, its ends, its end. */
class AnonymousPipeTest extends ContractTest {
  private Handle read;
  private Handle write;

  @BeforeEach
  void createThePipe() {
    PipeHandles pipe = parent.createPipe(null, 0);
    read = pipe.read();
    write = pipe.write();
  }

  @Fact("pipe-ends-access")
  void ends_access_isReadOrWrite() {
    assertEquals(0x120189, row(parent, read).grantedAccess());
    assertEquals(0x120196, row(parent, write).grantedAccess());
    assertEquals("File", row(parent, read).objectType());
    assertFails("ReadFile", 5, () -> parent.readFile(write, ByteBuffer.allocate(1)));
    assertFails("WriteFile", 5, () -> parent.writeFile(read, ByteBuffer.allocate(1)));
    assertFails("PeekNamedPipe", 5, () -> parent.peekNamedPipe(write));
    assertEquals(FILE_TYPE_PIPE, parent.getFileType(read));
    assertEquals(FILE_TYPE_PIPE, parent.getFileType(write));
  }

  @Fact("pipe-attributes-apply-to-both")
  void ends_attributes_applyToBoth() {
    assertEquals(0, parent.getHandleInformation(read));
    PipeHandles inheritable = parent.createPipe(SecurityAttributes.INHERITABLE, 0);
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(inheritable.read()));
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(inheritable.write()));
  }

  @Fact("pipe-size-is-taken")
  void createPipe_size_isTheBufferSize() {
    assertEquals(4096, parent.getNamedPipeInfo(read).inBufferSize());
    assertEquals(4096, parent.getNamedPipeInfo(read).outBufferSize());
    assertEquals(1, parent.getNamedPipeInfo(parent.createPipe(null, 1).read()).inBufferSize());
  }

  @Fact("pipe-is-a-stream")
  void bytes_readInParts_haveNoBorders() {
    write(parent, write, "abcde");
    ByteBuffer small = ByteBuffer.allocate(2);
    assertEquals(2, parent.readFile(read, small));
    write(parent, write, "fg");
    assertEquals("cdefg", read(parent, read));
  }

  @Fact("pipe-read-waits")
  void read_blocked_getsWhatIsWritten() {
    CompletableFuture<String> reader = inBackground(() -> read(parent, read));
    write(parent, write, "late");
    assertEquals("late", reader.join());
  }

  @Fact("pipe-drains-then-breaks")
  void read_writerClosed_drainsThenFails() {
    write(parent, write, "rest");
    parent.closeHandle(write);
    assertEquals(4, parent.peekNamedPipe(read).totalAvailable());
    assertEquals("rest", read(parent, read));
    assertFails("ReadFile", 109, () -> read(parent, read));
    assertFails("PeekNamedPipe", 109, () -> parent.peekNamedPipe(read));
  }

  @Fact("blocked-read-breaks")
  void read_blockedWhenWriterCloses_failsWithBrokenPipe() {
    Handle copy = duplicate(parent, write);
    CompletableFuture<Void> reader =
        inBackground(
            () -> {
              assertFails("ReadFile", 109, () -> read(parent, read));
              return null;
            });
    parent.closeHandle(write);
    assertFalse(reader.isDone(), "a duplicate keeps the pipe open");
    parent.closeHandle(copy);
    reader.join();
  }

  @Fact("pipe-that-never-ends")
  void read_writeEndInheritedByAnotherChild_waitsForThatChild() {
    makeInheritable(parent, write);
    TestProcess first = start(Launch.inheriting());
    TestProcess second = start(Launch.inheriting());
    parent.closeHandle(write);
    write(first.kernel32(), write, "from the first");
    assertEquals("from the first", read(parent, read));
    CompletableFuture<Void> reader =
        inBackground(
            () -> {
              assertFails("ReadFile", 109, () -> read(parent, read));
              return null;
            });
    first.exit(0);
    awaitExit(parent, first.process());
    assertFalse(reader.isDone(), "the second child holds the write end");
    second.exit(0);
    awaitExit(parent, second.process());
    reader.join();
  }

  @Fact("handle-list-limits-pipes")
  void read_writeEndNotInHandleList_endsWithTheFirstChild() {
    makeInheritable(parent, write);
    TestProcess first = start(Launch.inheritingOnly(write));
    Handle event = parent.createEvent(SecurityAttributes.INHERITABLE, true, false, null).handle();
    TestProcess second = start(Launch.inheritingOnly(event));
    parent.closeHandle(write);
    first.exit(0);
    awaitExit(parent, first.process());
    assertFails("ReadFile", 109, () -> read(parent, read));
    second.exit(0);
  }

  @Fact("write-to-closed-pipe-fails")
  void write_readerClosed_fails() {
    parent.closeHandle(read);
    assertFails("WriteFile", 232, () -> write(parent, write, "x"));
    assertFails("WriteFile", 232, () -> write(parent, write, ""));
  }

  @Fact("pipe-write-waits")
  void write_moreThanTheBuffer_waitsForTheReader() {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    CompletableFuture<Integer> writer =
        inBackground(() -> parent.writeFile(write, ByteBuffer.wrap(bytes)));
    ByteBuffer target = ByteBuffer.allocate(bytes.length);
    while (target.hasRemaining()) {
      parent.readFile(read, target);
    }
    assertEquals(ByteBuffer.wrap(bytes), target.flip());
    assertEquals(bytes.length, writer.join());
  }

  @Fact("blocked-write-breaks")
  void write_blockedWhenReaderCloses_fails() {
    CompletableFuture<Void> writer =
        inBackground(
            () -> {
              assertFails(
                  "WriteFile",
                  new int[] {109, 232},
                  () -> parent.writeFile(write, ByteBuffer.allocate(1 << 20)));
              return null;
            });
    parent.readFile(read, ByteBuffer.allocate(1));
    parent.closeHandle(read);
    writer.join();
  }

  @Fact("peek-leaves-bytes")
  void peek_withBuffer_copiesAndLeaves() {
    write(parent, write, "abcde");
    assertEquals(new PeekResult(0, 5, 0), parent.peekNamedPipe(read));
    ByteBuffer target = ByteBuffer.allocate(8).position(1).limit(4);
    assertEquals(new PeekResult(3, 5, -3), parent.peekNamedPipe(read, target));
    assertEquals(4, target.position());
    assertEquals('c', target.get(3));
    assertEquals("abcde", read(parent, read));
    assertEquals(new PeekResult(0, 0, 0), parent.peekNamedPipe(read));
  }

  @Fact("inherited-pipe-same-value")
  void ends_inherited_areUsedByTheSameValue() {
    makeInheritable(parent, read);
    makeInheritable(parent, write);
    TestProcess child = start(Launch.inheriting());
    Kernel32 theirs = child.kernel32();
    write(theirs, write, "up");
    assertEquals("up", read(parent, read));
    write(parent, write, "down");
    assertEquals("down", read(theirs, read));
    assertEquals(2, usageCount(parent, write));
    child.exit(0);
  }
}
