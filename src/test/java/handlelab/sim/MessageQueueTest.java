package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
  private static final int[] SIZES = {
    0, 1, 64, 400, 508, 509, MessageQueue.MAX_SMALL_BYTES, MessageQueue.MAX_SMALL_BYTES + 1, 70_000
  };

  /** A block of 8 KiB with what it costs beside its content. */
  private static final long MOST_OF_AN_EMPTY_ONE = 8_192 + 64;

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
        long growth = queue.growthFor(message.length);
        long held = queue.heldBytes();
        queue.add(ByteBuffer.wrap(message), isLarge ? message : null);
        // The last block of an empty queue may be given up for a larger one.
        assertTrue(
            model.isEmpty()
                ? queue.heldBytes() <= held + growth
                : queue.heldBytes() == held + growth,
            "what it was charged is what it took");
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
      assertTrue(queue.heldBytes() >= bytes + 4L * model.size(), "less than its content");
      if (model.isEmpty()) {
        assertTrue(queue.heldBytes() <= MOST_OF_AN_EMPTY_ONE, "an empty queue keeps too much");
      }
    }
  }

  /** A reader that never catches up must not make the queue grow. */
  @Test
  void aQueueThatIsNeverEmptyGivesBackWhatWasRead() {
    for (int size : new int[] {0, 1, 60, 508, 4096, 5000}) {
      MessageQueue queue = new MessageQueue();
      byte[] message = new byte[size];
      byte[] large = size > MessageQueue.MAX_SMALL_BYTES ? message : null;
      for (int i = 0; i < 100; i++) {
        queue.add(ByteBuffer.wrap(message), large);
      }
      long written = 0;
      while (written < 3_000_000) {
        queue.add(ByteBuffer.wrap(message), large);
        removeFirst(queue);
        written += size + 4L;
        long held = queue.heldBytes();
        // Its content, a block that is being read, one being written, and one spare.
        assertTrue(held <= 100 * (size + 68L) + 3 * 65_600 + 2 * 4_100, () -> size + ": " + held);
        if (size < 1_000 && written > 1_000_000) {
          assertEquals(2 * 65_600, held, "two blocks take turns");
        }
      }
      assertEquals(100, queue.count());
    }
  }

  @Test
  void blocksAreAsLargeAsTheyNeedToBe() {
    MessageQueue queue = new MessageQueue();
    queue.add(ByteBuffer.allocate(508), null);
    assertEquals(512 + 64, queue.heldBytes());
    removeFirst(queue);
    // The empty block makes room for one that is large enough.
    queue.add(ByteBuffer.allocate(2_044), null);
    assertEquals(2_048 + 64, queue.heldBytes());
    removeFirst(queue);
    assertEquals(2_048 + 64, queue.heldBytes(), "it is kept");
  }

  @Test
  void anEmptyQueueKeepsEightKibibytesAndNoMore() {
    for (int block = 512; block <= 65_536; block *= 2) {
      MessageQueue queue = new MessageQueue();
      long total = 0;
      for (int size = 512; size <= block; size *= 2) {
        total += size + 64;
        while (queue.heldBytes() < total) {
          queue.add(ByteBuffer.allocate(60), null);
        }
      }
      assertEquals(total, queue.heldBytes());
      while (queue.count() > 0) {
        removeFirst(queue);
      }
      assertEquals(block <= 8_192 ? block + 64 : 0, queue.heldBytes());
    }
  }

  @Test
  void aClearedQueueHoldsNothingAndGoesOn() {
    MessageQueue queue = new MessageQueue();
    byte[] message = new byte[5_000];
    message[0] = 1;
    queue.add(ByteBuffer.wrap(message), message);
    queue.add(ByteBuffer.allocate(10), null);
    queue.clear();
    assertEquals(0, queue.count());
    assertEquals(0, queue.contentBytes());
    assertEquals(0, queue.heldBytes());
    assertEquals(-1, queue.firstLength());
    byte[] other = new byte[6_000];
    queue.add(ByteBuffer.wrap(other), other);
    assertArrayEquals(other, removeFirst(queue));
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
