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

  /** A queue that has become empty keeps a block up to this size. */
  private static final int KEPT_BYTES = 1 << 13;

  /** A block or an array beside its content. */
  private static final int OVERHEAD_BYTES = 64;

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
  private long heldBytes;

  /** The memory that the queue has, with what was read and what is yet to be filled. */
  long heldBytes() {
    return heldBytes;
  }

  /** How much memory it would take to add a message of this length. */
  long growthFor(int length) {
    boolean isLarge = length > MAX_SMALL_BYTES;
    int entry = isLarge ? LENGTH_BYTES : LENGTH_BYTES + length;
    long growth = isLarge ? OVERHEAD_BYTES + length : 0;
    boolean needsBlock = last == null || last.bytes.remaining() < entry;
    return needsBlock && spare == null ? growth + OVERHEAD_BYTES + sizeFor(entry) : growth;
  }

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
      heldBytes += OVERHEAD_BYTES + length;
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
      heldBytes -= OVERHEAD_BYTES + message.length;
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
    heldBytes = 0;
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
    if (first.bytes.capacity() > KEPT_BYTES) {
      clear();
      return;
    }
    // There is no spare block: only the largest become one, and what follows them is as large.
    first.bytes.clear();
    readAt = 0;
  }

  private void recycle(Block block) {
    if (block.bytes.capacity() == BLOCK_BYTES && spare == null) {
      block.bytes.clear();
      block.next = null;
      spare = block;
    } else {
      drop(block);
    }
  }

  private void drop(Block block) {
    heldBytes -= OVERHEAD_BYTES + block.bytes.capacity();
  }

  private ByteBuffer blockFor(int bytes) {
    if (last == null || last.bytes.remaining() < bytes) {
      Block added = newBlock(bytes);
      if (last == null) {
        first = added;
      } else if (count == 0) {
        drop(last);
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
    if (spare != null) {
      Block block = spare;
      spare = null;
      return block;
    }
    Block block = new Block(sizeFor(bytes));
    heldBytes += OVERHEAD_BYTES + block.bytes.capacity();
    return block;
  }

  /**
   * Each block is twice as large as the one before, up to a limit, and has room for the message.
   */
  private int sizeFor(int bytes) {
    int wanted = last == null ? FIRST_BLOCK_BYTES : 2 * last.bytes.capacity();
    int size = Math.min(wanted, BLOCK_BYTES);
    while (size < bytes) {
      size *= 2;
    }
    return size;
  }
}
