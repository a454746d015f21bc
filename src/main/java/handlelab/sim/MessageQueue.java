package handlelab.sim;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The unread messages of one slot, first in, first out.
 *
 * <p>Small messages lie one behind the other in blocks, each behind its length: four bytes a
 * message on top of its content, and reading goes through memory in order however many wait. A
 * large one keeps the array that its writer filled before it took the lock. Guarded by the kernel's
 * lock.
 */
final class MessageQueue {
  /** Messages up to this size lie in blocks, and are copied with the lock held. */
  static final int MAX_SMALL_BYTES = 4096;

  private static final int FIRST_BLOCK_BYTES = 512;
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int LENGTH_BYTES = Integer.BYTES;

  /** What stands in a block in the place of a large message's length. */
  private static final int LARGE = -1;

  private static final class Block {
    final ByteBuffer bytes;
    Block next;

    Block(int size) {
      bytes = ByteBuffer.allocate(size);
    }
  }

  private final ArrayDeque<byte[]> large = new ArrayDeque<>(0);
  private Block first;
  private Block last;
  private Block spare;
  private int readAt;
  private int count;
  private long contentBytes;

  int count() {
    return count;
  }

  /** The bytes of all messages. */
  long contentBytes() {
    return contentBytes;
  }

  /**
   * Adds a message: {@code source} from its position, which does not move, or the array where that
   * is not null.
   */
  void add(ByteBuffer source, byte[] largeMessage) {
    int length = largeMessage == null ? source.remaining() : largeMessage.length;
    if (largeMessage == null) {
      ByteBuffer block = blockFor(LENGTH_BYTES + length);
      block.putInt(length);
      block.put(block.position(), source, source.position(), length);
      block.position(block.position() + length);
    } else {
      blockFor(LENGTH_BYTES).putInt(LARGE);
      large.add(largeMessage);
    }
    count++;
    contentBytes += length;
  }

  /** The length of the oldest message, or -1 where there is none. */
  int firstLength() {
    if (count == 0) {
      return -1;
    }
    int length = firstEntry();
    return length == LARGE ? large.element().length : length;
  }

  /**
   * Takes the oldest message out into {@code target}, which has room for it. A large one is
   * returned instead, to be copied without the lock.
   */
  byte[] removeFirst(ByteBuffer target) {
    int length = firstEntry();
    readAt += LENGTH_BYTES;
    byte[] message = null;
    if (length == LARGE) {
      message = large.remove();
      contentBytes -= message.length;
    } else {
      target.put(target.position(), first.bytes, readAt, length);
      target.position(target.position() + length);
      readAt += length;
      contentBytes -= length;
    }
    count--;
    if (count == 0) {
      startAgain();
    }
    return message;
  }

  void clear() {
    large.clear();
    first = null;
    last = null;
    spare = null;
    readAt = 0;
    count = 0;
    contentBytes = 0;
  }

  private int firstEntry() {
    if (readAt == first.bytes.position()) {
      Block read = first;
      first = first.next;
      readAt = 0;
      recycle(read);
    }
    return first.bytes.getInt(readAt);
  }

  private void startAgain() {
    first.bytes.clear();
    readAt = 0;
  }

  private void recycle(Block block) {
    if (block.bytes.capacity() == BLOCK_BYTES) {
      block.bytes.clear();
      block.next = null;
      spare = block;
    }
  }

  private ByteBuffer blockFor(int bytes) {
    if (last == null || last.bytes.remaining() < bytes) {
      Block added = newBlock(bytes);
      if (last == null) {
        first = added;
      } else if (count == 0) {
        first = added;
        readAt = 0;
      } else {
        last.next = added;
      }
      last = added;
    }
    return last.bytes;
  }

  private Block newBlock(int bytes) {
    if (last == null && bytes <= FIRST_BLOCK_BYTES) {
      return new Block(FIRST_BLOCK_BYTES);
    }
    Block block = spare == null ? new Block(BLOCK_BYTES) : spare;
    spare = null;
    return block;
  }
}
