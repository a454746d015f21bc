package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MessageQueueTest {
  private static final int[] SIZES = {
    0, 1, 64, 400, 508, 509, MessageQueue.MAX_SMALL_BYTES, MessageQueue.MAX_SMALL_BYTES + 1, 70_000
  };

  /** An operation below 60 writes a message, another one reads. */
  @Property(tries = 300)
  void agreesWithAQueueOfArrays(
      @ForAll @Size(max = 400) List<@IntRange(max = 99) Integer> operations, @ForAll long seed) {
    Random random = new Random(seed);
    MessageQueue queue = new MessageQueue();
    Queue<byte[]> model = new ArrayDeque<>();
    long bytes = 0;
    for (int operation : operations) {
      if (operation < 60) {
        byte[] message = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(message);
        boolean isLarge = message.length > MessageQueue.MAX_SMALL_BYTES;
        queue.add(ByteBuffer.wrap(message), isLarge ? message : null);
        model.add(message);
        bytes += message.length;
      } else if (!model.isEmpty()) {
        byte[] expected = model.remove();
        bytes -= expected.length;
        assertArrayEquals(expected, removeFirst(queue));
      }
      assertEquals(model.size(), queue.count());
      assertEquals(bytes, queue.contentBytes());
      assertEquals(model.isEmpty() ? -1 : model.element().length, queue.firstLength());
    }
  }

  private static byte[] removeFirst(MessageQueue queue) {
    int length = queue.firstLength();
    ByteBuffer target = ByteBuffer.allocate(length + 8).position(3);
    byte[] large = queue.removeFirst(target);
    if (length > MessageQueue.MAX_SMALL_BYTES) {
      return large;
    }
    assertNull(large);
    assertEquals(3 + length, target.position());
    byte[] message = new byte[length];
    target.get(3, message);
    return message;
  }
}
