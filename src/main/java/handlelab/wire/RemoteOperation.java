package handlelab.wire;

import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;

/**
 * The calling end of an overlapped operation. Its bytes and its result come when the process asks
 * for what is done: after each wait that has ended, and when it asks for this operation.
 *
 * <p>Guarded by this, which may be locked while {@link RemoteKernel32} fetches results.
 */
final class RemoteOperation implements Overlapped.Operation {
  private enum State {
    UNUSED,
    PENDING,
    /** The start has failed. */
    WITHOUT_RESULT,
    DONE
  }

  final RemoteKernel32 owner;
  final int id;
  private State state = State.UNUSED;
  private ByteBuffer buffer;
  private boolean isRead;
  private int errorCode;
  private int bytes;

  RemoteOperation(RemoteKernel32 owner, int id) {
    this.owner = owner;
    this.id = id;
  }

  /** Whether an operation whose start says so has a result, now or later. */
  static boolean hasResult(int error) {
    return error == Win32Error.ERROR_SUCCESS
        || error == Win32Error.ERROR_MORE_DATA
        || error == Win32Error.ERROR_IO_PENDING;
  }

  @Override
  public boolean isPending() {
    if (isKnownPending()) {
      owner.fetchDone();
    }
    return isKnownPending();
  }

  synchronized boolean isKnownPending() {
    return state == State.PENDING;
  }

  /**
   * @param newBuffer null for a connect
   */
  synchronized void begin(ByteBuffer newBuffer, boolean reads) {
    state = State.PENDING;
    buffer = newBuffer;
    isRead = reads;
  }

  /** The start has failed, or is done without a result. */
  synchronized void withoutResult() {
    state = State.WITHOUT_RESULT;
    buffer = null;
  }

  synchronized boolean hasNoResult() {
    return state == State.WITHOUT_RESULT;
  }

  /**
   * It is done; no effect if that is known.
   *
   * @param data what was read
   */
  synchronized void done(int error, int moved, ByteBuffer data) {
    if (state == State.PENDING) {
      if (buffer != null
          && (moved < 0
              || moved > buffer.remaining()
              || (isRead && data.remaining() > buffer.remaining()))) {
        throw new MalformedFrameException(moved + " bytes for a smaller buffer");
      }
      state = State.DONE;
      errorCode = error;
      bytes = moved;
      if (isRead && buffer != null) {
        buffer.duplicate().put(data);
      }
    }
  }

  /**
   * The result; the buffer's position moves when it is first returned.
   *
   * @throws Win32Exception if it failed
   */
  synchronized IoResult result() {
    if (state == State.PENDING || state == State.WITHOUT_RESULT) {
      return new IoResult(IoState.PENDING, 0);
    }
    boolean hasMore = errorCode == Win32Error.ERROR_MORE_DATA;
    if (errorCode != Win32Error.ERROR_SUCCESS && !hasMore) {
      throw new Win32Exception("GetOverlappedResult", errorCode);
    }
    if (buffer != null) {
      buffer.position(buffer.position() + bytes);
      buffer = null;
    }
    return new IoResult(hasMore ? IoState.MORE_DATA : IoState.DONE, bytes);
  }
}
