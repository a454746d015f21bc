package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The overlapped operations of this process by the addresses of their OVERLAPPED structures.
 *
 * <p>The structure's fields show the end of an operation when a call of this process has waited or
 * has asked for the result; otherwise when the {@link CompletionWatcher} has noticed it.
 * Thread-safe: a structure is written, and its operation moved from one map to the other, with this
 * class locked, so that the end of an operation cannot overwrite the next one's start.
 */
final class Operations {
  private static final int INTERNAL = 0;
  private static final int INTERNAL_HIGH = 8;
  private static final int EVENT = 24;
  private static final int SIZE = 32;

  private static final long STATUS_PENDING = 0x103;
  private static final long STATUS_BUFFER_OVERFLOW = 0x80000005L;

  /** The status for an error that has none of its own here. */
  private static final long STATUS_OF_WIN32 = 0xC0070000L;

  private static final Map<Integer, Long> STATUS =
      Map.of(
          Win32Error.ERROR_SUCCESS, 0L,
          Win32Error.ERROR_MORE_DATA, STATUS_BUFFER_OVERFLOW,
          Win32Error.ERROR_OPERATION_ABORTED, 0xC0000120L,
          Win32Error.ERROR_BROKEN_PIPE, 0xC000014BL,
          Win32Error.ERROR_PIPE_NOT_CONNECTED, 0xC00000B0L,
          Win32Error.ERROR_NO_DATA, 0xC00000B1L,
          Win32Error.ERROR_SEM_TIMEOUT, 0xC00000B5L);

  /** So many results are kept for programs that ask twice, or overwrite the structure's fields. */
  private static final int RESULTS_KEPT = 1_000;

  private static final Map<Long, Operation> PENDING = new ConcurrentHashMap<>();

  private static final Map<Long, Operation> DONE =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Operation> eldest) {
              return size() > RESULTS_KEPT;
            }
          });

  private Operations() {}

  /** Starts an operation, or makes a call that waits if there is none. */
  @FunctionalInterface
  interface Start {
    IoResult start(Overlapped overlapped);
  }

  /** An operation that was started. */
  static final class Operation {
    final Handle file;
    final Overlapped overlapped;
    final ByteBuffer memory;

    /** What the system writes into must stay: JNA frees memory that no object refers to. */
    private final Object[] kept;

    /** The kernel has it; false if it was done at once. */
    private volatile boolean isStarted;

    private int error;
    private int bytes;

    Operation(SimulatedCall call, int index) {
      file = call.handle(0);
      memory = call.memory(index, SIZE);
      overlapped = Overlapped.of(new Handle(memory.getLong(EVENT)));
      kept = call.javaArguments();
      memory.putLong(INTERNAL, STATUS_PENDING);
      memory.putLong(INTERNAL_HIGH, 0);
    }

    synchronized void finish(int newError, int newBytes) {
      error = newError;
      bytes = newBytes;
      showResult();
    }

    synchronized void showResult() {
      try {
        // Internal comes last: another thread may be waiting for it to change.
        memory.putLong(INTERNAL_HIGH, bytes);
        VarHandle.releaseFence();
        memory.putLong(INTERNAL, STATUS.getOrDefault(error, STATUS_OF_WIN32 | error));
      } finally {
        Reference.reachabilityFence(kept);
      }
    }

    /** The result as a call returns it. */
    synchronized long result(SimulatedCall call, int bytesIndex) {
      call.putInt(bytesIndex, bytes);
      if (error != Win32Error.ERROR_SUCCESS) {
        call.setError(error);
      }
      return error == Win32Error.ERROR_SUCCESS ? 1 : 0;
    }
  }

  /**
   * Performs a call with or without an OVERLAPPED.
   *
   * @param bytesIndex the argument for the number of bytes, or -1
   * @param overlappedIndex the argument for the OVERLAPPED
   * @return TRUE or FALSE, with the last error set
   */
  static long perform(SimulatedCall call, int bytesIndex, int overlappedIndex, Start start) {
    if (call.isNull(overlappedIndex)) {
      call.putInt(bytesIndex, 0);
      IoResult result = start.start(null);
      call.putInt(bytesIndex, result.bytes());
      return returned(call, result);
    }
    long address = call.arguments().value(overlappedIndex);
    Operation operation = begin(call, address, overlappedIndex);
    IoResult result;
    try {
      result = start.start(operation.overlapped);
    } catch (RuntimeException e) {
      PENDING.remove(address, operation);
      throw e;
    }
    if (result.state() != IoState.PENDING) {
      finish(address, operation, errorOf(result), result.bytes());
      call.putInt(bytesIndex, result.bytes());
    } else {
      operation.isStarted = true;
      CompletionWatcher.started();
    }
    return returned(call, result);
  }

  private static synchronized Operation begin(SimulatedCall call, long address, int index) {
    Operation operation = new Operation(call, index);
    DONE.remove(address);
    PENDING.put(address, operation);
    return operation;
  }

  private static long returned(SimulatedCall call, IoResult result) {
    if (result.state() == IoState.DONE) {
      return 1;
    }
    call.setError(errorOf(result));
    return 0;
  }

  private static int errorOf(IoResult result) {
    return switch (result.state()) {
      case DONE -> Win32Error.ERROR_SUCCESS;
      case MORE_DATA -> Win32Error.ERROR_MORE_DATA;
      case PENDING -> Win32Error.ERROR_IO_PENDING;
    };
  }

  /** Has no effect if another thread has finished it. */
  private static synchronized void finish(long address, Operation operation, int error, int bytes) {
    if (PENDING.remove(address, operation)) {
      operation.finish(error, bytes);
      DONE.put(address, operation);
    }
  }

  /** GetOverlappedResult(file, overlapped, bytes, wait). */
  static long getResult(SimulatedCall call) {
    long address = call.arguments().value(1);
    Operation operation = PENDING.get(address);
    if (operation != null) {
      finishIfDone(address, operation, call.flag(3));
      if (PENDING.containsKey(address)) {
        throw new Win32Exception(call.function(), Win32Error.ERROR_IO_INCOMPLETE);
      }
    } else {
      operation = DONE.get(address);
    }
    if (operation == null) {
      return resultOfMemory(call);
    }
    // JNA may have written the old fields of a Structure back.
    operation.showResult();
    return operation.result(call, 2);
  }

  /** What the structure says: its operation was never started here, or long ago. */
  private static long resultOfMemory(SimulatedCall call) {
    ByteBuffer memory = call.memory(1, SIZE);
    if (memory.getLong(INTERNAL) != 0) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_IO_INCOMPLETE);
    }
    call.putInt(2, (int) memory.getLong(INTERNAL_HIGH));
    return 1;
  }

  private static void finishIfDone(long address, Operation operation, boolean waits) {
    try {
      IoResult result =
          SimulatedKernel32.kernel32()
              .getOverlappedResult(operation.file, operation.overlapped, waits);
      if (result.state() != IoState.PENDING) {
        finish(address, operation, errorOf(result), result.bytes());
      }
    } catch (Win32Exception e) {
      if (operation.overlapped.isPending()) {
        throw e; // the calling thread was interrupted
      }
      finish(address, operation, e.errorCode(), 0);
    }
  }

  static boolean hasPending() {
    return !PENDING.isEmpty();
  }

  /**
   * Shows in memory which operations are done, but for those whose start has not returned. Called
   * after a wait.
   */
  static void showDone(Predicate<Operation> which) {
    PENDING.forEach(
        (address, operation) -> {
          if (operation.isStarted && which.test(operation) && !operation.overlapped.isPending()) {
            finishIfDone(address, operation, false);
          }
        });
  }

  /**
   * Shows what a call has ended, before it returns: the program may free a structure that the
   * system has no use for.
   *
   * @param call closes, disconnects or cancels the file that is its first argument
   */
  static void endedBy(SimulatedCall call) {
    showDone(operation -> operation.file.equals(call.handle(0)));
  }

  /** The operation of an OVERLAPPED, or null if none is pending. */
  static Overlapped pending(long address) {
    Operation operation = PENDING.get(address);
    return operation == null ? null : operation.overlapped;
  }
}
