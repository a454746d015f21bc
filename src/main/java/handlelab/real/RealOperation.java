package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code OVERLAPPED} of one {@link Overlapped}, and the memory that the system reads from or
 * writes into while the operation is pending.
 *
 * <p>The system may use both until it has stored a final status. Until then {@link #PENDING} keeps
 * the operation, also if the caller has dropped it. A final status is the last thing that the
 * system writes; it sets the event afterwards.
 *
 * <p>Guarded by this, but for {@link #isPending}. A start holds the lock, so that no second one
 * uses the same memory.
 */
final class RealOperation implements Overlapped.Operation {
  private static final int OVERLAPPED_BYTES = 32;
  private static final int BYTES_MOVED = 8;
  private static final int EVENT = 24;
  private static final VarHandle STATUS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final Set<RealOperation> PENDING = ConcurrentHashMap.newKeySet();
  private static final int FIRST_SWEEP = 64;
  private static volatile int nextSweep = FIRST_SWEEP;

  private final Memory structureMemory = new Memory(OVERLAPPED_BYTES);
  private final ByteBuffer structure = view(structureMemory);

  /** For the bytes of heap buffers. */
  private Memory dataMemory;

  /** The caller's buffer while the operation has not ended; null for a connect. */
  private ByteBuffer buffer;

  private int position;
  private boolean reads;
  private volatile boolean started;

  RealOperation() {
    structureMemory.clear();
  }

  /**
   * The operation of {@code overlapped}.
   *
   * @throws IllegalArgumentException if it was first used with another kernel
   */
  static RealOperation of(Overlapped overlapped) {
    if (overlapped.operation(RealOperation::new) instanceof RealOperation operation) {
      return operation;
    }
    throw new IllegalArgumentException("this Overlapped was first used with another kernel32");
  }

  private static ByteBuffer view(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }

  /** The address of the {@code OVERLAPPED}. */
  long address() {
    return Pointer.nativeValue(structureMemory);
  }

  @Override
  public boolean isPending() {
    return started && (long) STATUS.getAcquire(structure, 0) == FileIo.STATUS_PENDING;
  }

  /**
   * Starts the operation.
   *
   * @param callers the caller's buffer; null for a connect
   * @return the error: {@code ERROR_SUCCESS}, {@code ERROR_IO_PENDING}, or another one, with which
   *     nothing was started except with {@code ERROR_MORE_DATA}
   */
  synchronized int start(IoFunction function, Handle file, Handle event, ByteBuffer callers) {
    if (isPending()) {
      throw new IllegalStateException("the operation is pending; use another Overlapped");
    }
    started = false;
    structureMemory.clear();
    structure.putLong(EVENT, event.value());
    buffer = callers;
    position = callers == null ? 0 : callers.position();
    reads = function == IoFunction.READ;
    int size = callers == null ? 0 : callers.remaining();
    int error = Win32Error.ERROR_SUCCESS;
    if (function.call(file.value(), dataAddress(size), size, 0, address()) == 0) {
      error = Native.getLastError();
    }
    switch (error) {
      case Win32Error.ERROR_SUCCESS, Win32Error.ERROR_MORE_DATA -> started = true;
      case Win32Error.ERROR_IO_PENDING -> {
        started = true;
        keep(this);
      }
      default -> buffer = null;
    }
    return error;
  }

  private long dataAddress(int size) {
    if (buffer == null) {
      return 0;
    }
    if (buffer.isDirect()) {
      return Pointer.nativeValue(Native.getDirectBufferPointer(buffer)) + position;
    }
    if (dataMemory == null || dataMemory.size() < size) {
      dataMemory = new Memory(Math.max(size, 1));
    }
    if (!reads) {
      view(dataMemory).put(0, buffer, position, size);
    }
    return Pointer.nativeValue(dataMemory);
  }

  private static void keep(RealOperation operation) {
    PENDING.add(operation);
    if (PENDING.size() > nextSweep) {
      // Those that are done and whose result nobody has asked for.
      PENDING.removeIf(kept -> !kept.isPending());
      nextSweep = Math.max(FIRST_SWEEP, 2 * PENDING.size());
    }
  }

  /**
   * The result, after the system has told it.
   *
   * @param function for the failure, the exported name
   * @param error the last error; {@code ERROR_SUCCESS} if there is none
   * @throws Win32Exception if it is a failure
   */
  synchronized IoResult result(String function, int error) {
    if (error == Win32Error.ERROR_IO_PENDING
        || error == Win32Error.ERROR_IO_INCOMPLETE
        || (error == Win32Error.ERROR_SUCCESS && isPending())) {
      // The last case: the wait ended by a signal of another operation.
      return new IoResult(IoState.PENDING, 0);
    }
    boolean moved = error == Win32Error.ERROR_SUCCESS || error == Win32Error.ERROR_MORE_DATA;
    if (!isPending()) {
      PENDING.remove(this);
      if (moved && buffer != null) {
        deliver(bytesMoved());
      }
      buffer = null;
    }
    if (!moved) {
      throw new Win32Exception(function, error);
    }
    return new IoResult(
        error == Win32Error.ERROR_SUCCESS ? IoState.DONE : IoState.MORE_DATA, bytesMoved());
  }

  private int bytesMoved() {
    return (int) structure.getLong(BYTES_MOVED);
  }

  private void deliver(int bytes) {
    if (reads && !buffer.isDirect()) {
      buffer.put(position, view(dataMemory), 0, bytes);
    }
    buffer.position(position + bytes);
  }
}
