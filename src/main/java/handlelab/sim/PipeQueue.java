package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One direction of a connected pipe: what was written and not read, the reads that wait for it, and
 * the writes that wait until it is read.
 *
 * <p>All bytes of a write can be read at once; the write is done when what is not read, up to its
 * own end, fits the buffer. Tested: Wine pipe.c. Guarded by the kernel's lock.
 */
final class PipeQueue {
  /** What one call has written; of a message pipe, a message. */
  private static final class Piece {
    final byte[] data;
    final PipeWrite write;
    int position;

    /** How many bytes had been written into the queue, ever, up to the end of this piece. */
    long end;

    Piece(byte[] data, PipeWrite write, long end) {
      this.data = data;
      this.write = write;
      this.end = end;
    }

    int remaining() {
      return data.length - position;
    }
  }

  private final Memory memory;
  private final boolean isOfMessages;
  private final int quota;
  private final Deque<Piece> pieces = new ArrayDeque<>(0);
  private final Deque<Piece> pendingWrites = new ArrayDeque<>(0);
  private final Deque<PipeRead> reads = new ArrayDeque<>(0);
  private final List<PipeFlush> flushes = new ArrayList<>(0);

  /** How many bytes were written and read, ever. */
  private long written;

  private long read;

  /** The memory that is charged for the pieces. */
  private long charged;

  PipeQueue(Memory memory, boolean isOfMessages, int quota) {
    this.memory = memory;
    this.isOfMessages = isOfMessages;
    this.quota = quota;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  int available() {
    return (int) (written - read);
  }

  /** What is left of the first message; 0 on a byte pipe. */
  int leftInMessage() {
    return isOfMessages && !isEmpty() ? pieces.element().remaining() : 0;
  }

  /**
   * A write that does not wait. Tested: what the reads that wait will take counts as room; without
   * room for all, a message is not written, and of bytes only what those reads take.
   */
  void writeWhatFits(PipeWrite write, byte[] data) {
    long awaited = reads.stream().mapToLong(PipeRead::remaining).sum();
    if (available() + data.length - awaited <= quota) {
      write(write, data);
    } else if (isOfMessages || awaited == 0) {
      write.end(Win32Error.ERROR_SUCCESS, 0);
    } else {
      write(write, Arrays.copyOf(data, (int) awaited));
    }
  }

  /**
   * Starts a write. Tested: an empty message does not wait, not even behind others.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES if there is no memory for it
   */
  void write(PipeWrite write, byte[] data) {
    if (data.length == 0 && !isOfMessages) {
      write.end(Win32Error.ERROR_SUCCESS, 0);
      return;
    }
    int bytes = Memory.MESSAGE_BYTES + data.length;
    if (charged + bytes > memory.maxSlotBytes()
        || !memory.take(bytes, charged + bytes <= Memory.FEW_BYTES)) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    charged += bytes;
    written += data.length;
    Piece piece = new Piece(data, write, written);
    pieces.add(piece);
    if (data.length == 0) {
      write.end(Win32Error.ERROR_SUCCESS, 0);
    } else {
      pendingWrites.add(piece);
    }
    serve();
    if (!write.isSignalled()) {
      write.begin();
    }
  }

  /** Starts a read, which is done at once if there is something to read. */
  void read(PipeRead newRead) {
    reads.add(newRead);
    serve();
    if (!newRead.isSignalled()) {
      newRead.begin();
    }
  }

  private void serve() {
    while (!reads.isEmpty() && !pieces.isEmpty()) {
      fill(reads.remove());
    }
    while (!pendingWrites.isEmpty() && pendingWrites.element().end - read <= quota) {
      Piece piece = pendingWrites.remove();
      piece.write.end(Win32Error.ERROR_SUCCESS, piece.data.length);
    }
    if (pieces.isEmpty()) {
      List.copyOf(flushes).forEach(flush -> flush.end(Win32Error.ERROR_SUCCESS, 0));
      flushes.clear();
    }
  }

  private void fill(PipeRead target) {
    int moved = 0;
    boolean isMessageMode = target.isMessageMode();
    boolean isCut = false;
    do {
      Piece piece = pieces.element();
      int count = Math.min(piece.remaining(), target.remaining());
      target.put(piece.data, piece.position, count);
      piece.position += count;
      moved += count;
      read += count;
      if (piece.remaining() > 0) {
        isCut = isMessageMode;
        break;
      }
      pieces.remove();
      uncharge(piece);
    } while (!isMessageMode && target.remaining() > 0 && !pieces.isEmpty());
    target.end(isCut ? Win32Error.ERROR_MORE_DATA : Win32Error.ERROR_SUCCESS, moved);
  }

  private void uncharge(Piece piece) {
    int bytes = Memory.MESSAGE_BYTES + piece.data.length;
    charged -= bytes;
    memory.give(bytes);
  }

  /** Copies what could be read next into {@code target}, and leaves it; of messages, one. */
  int peek(ByteBuffer target) {
    int start = target.position();
    for (Piece piece : pieces) {
      target.put(piece.data, piece.position, Math.min(piece.remaining(), target.remaining()));
      if (isOfMessages || !target.hasRemaining()) {
        break;
      }
    }
    return target.position() - start;
  }

  void flush(PipeFlush flush) {
    if (isEmpty()) {
      flush.end(Win32Error.ERROR_SUCCESS, 0);
    } else {
      flushes.add(flush);
      flush.begin();
    }
  }

  void withdraw(PipeRead waiting) {
    reads.remove(waiting);
  }

  void withdraw(PipeFlush waiting) {
    flushes.remove(waiting);
  }

  /** Takes the bytes of a write back that were not read. */
  void withdraw(PipeWrite waiting) {
    Piece gone = null;
    for (Piece piece : pieces) {
      if (gone != null) {
        piece.end -= gone.remaining();
      } else if (piece.write == waiting) {
        gone = piece;
      }
    }
    if (gone != null) {
      pieces.remove(gone);
      pendingWrites.remove(gone);
      uncharge(gone);
      written -= gone.remaining();
      serve();
    }
  }

  /** Nothing more will be written: the reads that wait fail, once nothing is left. */
  void endReads(int error) {
    List.copyOf(reads).forEach(waiting -> waiting.cancel(error));
  }

  /** Nothing more will be read: drops what was written, and the writes that wait fail. */
  void discard(int error) {
    List<Piece> ended = List.copyOf(pendingWrites);
    pendingWrites.clear();
    pieces.forEach(this::uncharge);
    pieces.clear();
    read = written;
    ended.forEach(piece -> piece.write.end(error, 0));
    List.copyOf(flushes).forEach(flush -> flush.cancel(error));
  }
}
