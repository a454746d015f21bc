package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.ObjectState;
import handlelab.api.Win32;

/**
 * Asks for the state of an object by a handle of this process, in the words of {@link ObjectState}.
 * Stateless.
 *
 * <p>A pipe is asked only after its device type, so no other file waits for the answer. Like {@link
 * ObjectQuery#objectName} it may hang as long as a thread waits on a pipe that was opened for
 * synchronous use.
 */
final class StateQuery {
  private static final int BYTES = 64;

  /** {@code EVENT_BASIC_INFORMATION}: type and state. */
  private static final int NOTIFICATION_EVENT = 0;

  /** The information classes that are asked for, of events, mutexes and semaphores. */
  private static final int BASIC_INFORMATION = 0;

  private static final int MUTANT_OWNER_INFORMATION = 1;
  private static final int MUTANT_BASIC_BYTES = 8;
  private static final int MUTANT_ABANDONED = 5;
  private static final int CLIENT_ID_BYTES = 16;
  private static final int CLIENT_ID_THREAD = 8;

  private static final String[] PIPE_STATES = {
    "disconnected", "listening", "connected", "other end closed"
  };

  private StateQuery() {}

  /** The state; null if the system does not tell, or there is nothing to tell. */
  static String stateOf(long handle, String type, ObjectQuery query) {
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "Event" -> event(handle);
      case "Mutant" -> mutant(handle);
      case "Semaphore" -> semaphore(handle);
      case "Process" -> process(handle);
      case ObjectQuery.FILE_TYPE -> query.pipeState(handle);
      default -> null;
    };
  }

  private static String event(long handle) {
    try (Memory memory = new Memory(BYTES)) {
      long buffer = Pointer.nativeValue(memory);
      int status =
          NtdllLibrary.NtQueryEvent(handle, BASIC_INFORMATION, buffer, 2 * Integer.BYTES, 0);
      return status == NtdllLibrary.STATUS_SUCCESS
          ? ObjectState.event(
              memory.getInt(Integer.BYTES) != 0, memory.getInt(0) == NOTIFICATION_EVENT)
          : null;
    }
  }

  private static String semaphore(long handle) {
    try (Memory memory = new Memory(BYTES)) {
      long buffer = Pointer.nativeValue(memory);
      int status =
          NtdllLibrary.NtQuerySemaphore(handle, BASIC_INFORMATION, buffer, 2 * Integer.BYTES, 0);
      return status == NtdllLibrary.STATUS_SUCCESS
          ? ObjectState.semaphore(memory.getInt(0), memory.getInt(Integer.BYTES))
          : null;
    }
  }

  /** The count is 1 if it is free, and goes down with each time that its owner acquires it. */
  private static String mutant(long handle) {
    try (Memory memory = new Memory(BYTES)) {
      long buffer = Pointer.nativeValue(memory);
      if (NtdllLibrary.NtQueryMutant(handle, BASIC_INFORMATION, buffer, MUTANT_BASIC_BYTES, 0)
          != NtdllLibrary.STATUS_SUCCESS) {
        return null;
      }
      int count = memory.getInt(0);
      if (count > 0) {
        return ObjectState.mutex(memory.getByte(MUTANT_ABANDONED) != 0);
      }
      // Wine 10 does not tell the owner.
      boolean isOwnerKnown =
          NtdllLibrary.NtQueryMutant(handle, MUTANT_OWNER_INFORMATION, buffer, CLIENT_ID_BYTES, 0)
              == NtdllLibrary.STATUS_SUCCESS;
      return ObjectState.ownedMutex(
          isOwnerKnown ? (int) memory.getLong(CLIENT_ID_THREAD) : 0,
          isOwnerKnown ? (int) memory.getLong(0) : 0,
          1 - count);
    }
  }

  private static String process(long handle) {
    int id = Kernel32Library.GetProcessId(handle);
    if (id == 0) {
      return null;
    }
    try (Memory memory = new Memory(BYTES)) {
      long buffer = Pointer.nativeValue(memory);
      if (Kernel32Library.GetExitCodeProcess(handle, buffer) == 0) {
        return null;
      }
      int exitCode = memory.getInt(0);
      // A process may end with 259, which reads STILL_ACTIVE.
      boolean hasEnded =
          exitCode != Win32.STILL_ACTIVE
              || Kernel32Library.WaitForSingleObject(handle, 0) == Win32.WAIT_OBJECT_0;
      return ObjectState.process(id, hasEnded ? ObjectState.ended(exitCode) : "running");
    }
  }

  /**
   * A pipe's state.
   *
   * @param state {@code FILE_PIPE_*_STATE}, from 1 on
   */
  static String pipe(boolean isServer, int state, int bytesToRead) {
    boolean isKnown = state >= 1 && state <= PIPE_STATES.length;
    return ObjectState.pipe(
        isServer ? "server end" : "client end",
        isKnown ? PIPE_STATES[state - 1] : "state " + state,
        bytesToRead);
  }
}
