package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import java.nio.ByteBuffer;
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
}
