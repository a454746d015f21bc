package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.Set;

/**
 * Priorities of this process and of the calling thread. They are kept and returned, and have no
 * effect: the JVM and the host schedule. Those of others are refused.
 */
final class PriorityFunctions {
  private static final int NORMAL_PRIORITY_CLASS = 0x20;
  private static final Set<Integer> CLASSES =
      Set.of(0x40, 0x4000, NORMAL_PRIORITY_CLASS, 0x8000, 0x80, 0x100);
  private static final int PROCESS_MODE_BACKGROUND_BEGIN = 0x10_0000;
  private static final int PROCESS_MODE_BACKGROUND_END = 0x20_0000;

  private static final int THREAD_PRIORITY_NORMAL = 0;
  private static final Set<Integer> THREAD_PRIORITIES = Set.of(-15, -2, -1, 0, 1, 2, 15);
  private static final int THREAD_MODE_BACKGROUND_BEGIN = 0x1_0000;
  private static final int THREAD_MODE_BACKGROUND_END = 0x2_0000;
  private static final long THREAD_PRIORITY_ERROR_RETURN = Integer.MAX_VALUE;

  private static final int ERROR_THREAD_MODE_ALREADY_BACKGROUND = 400;
  private static final int ERROR_THREAD_MODE_NOT_BACKGROUND = 401;
  private static final int ERROR_PROCESS_MODE_ALREADY_BACKGROUND = 402;
  private static final int ERROR_PROCESS_MODE_NOT_BACKGROUND = 403;

  private static final Priority PROCESS = new Priority(NORMAL_PRIORITY_CLASS);

  private static final ThreadLocal<Priority> THREAD =
      ThreadLocal.withInitial(() -> new Priority(THREAD_PRIORITY_NORMAL));

  /** Guarded by itself. */
  private static final class Priority {
    private int value;
    private boolean isBackground;

    Priority(int value) {
      this.value = value;
    }

    synchronized int value() {
      return value;
    }

    synchronized void set(int newValue) {
      value = newValue;
    }

    /** Enters or leaves the background mode, or fails. */
    synchronized void setBackground(boolean isToBe, SimulatedCall call, int error) {
      if (isBackground == isToBe) {
        throw new Win32Exception(call.function(), error);
      }
      isBackground = isToBe;
    }
  }

  private PriorityFunctions() {}

  static void addTo(SimulatedLibrary library) {
    library.add(
        "GetPriorityClass",
        0,
        call -> {
          checkProcess(call);
          return PROCESS.value();
        });
    library.add("SetPriorityClass", PriorityFunctions::setPriorityClass);
    library.add(
        "GetThreadPriority",
        THREAD_PRIORITY_ERROR_RETURN,
        call -> {
          checkThread(call);
          return THREAD.get().value();
        });
    library.add("SetThreadPriority", PriorityFunctions::setThreadPriority);
  }

  private static void checkProcess(SimulatedCall call) {
    Handle process = call.handle(0);
    if (!call.kernel32().compareObjectHandles(process, Handle.CURRENT_PROCESS)) {
      throw Refusal.of(call.function(), "another process");
    }
  }

  private static void checkThread(SimulatedCall call) {
    Handle thread = call.handle(0);
    if (!thread.equals(Handle.CURRENT_THREAD)
        && !call.kernel32().compareObjectHandles(thread, Handle.CURRENT_THREAD)) {
      throw Refusal.of(call.function(), "another thread");
    }
  }

  private static void setPriorityClass(SimulatedCall call) {
    checkProcess(call);
    int value = call.number(1);
    if (value == PROCESS_MODE_BACKGROUND_BEGIN) {
      PROCESS.setBackground(true, call, ERROR_PROCESS_MODE_ALREADY_BACKGROUND);
    } else if (value == PROCESS_MODE_BACKGROUND_END) {
      PROCESS.setBackground(false, call, ERROR_PROCESS_MODE_NOT_BACKGROUND);
    } else {
      set(call, PROCESS, CLASSES);
    }
  }

  private static void setThreadPriority(SimulatedCall call) {
    checkThread(call);
    int value = call.number(1);
    if (value == THREAD_MODE_BACKGROUND_BEGIN) {
      THREAD.get().setBackground(true, call, ERROR_THREAD_MODE_ALREADY_BACKGROUND);
    } else if (value == THREAD_MODE_BACKGROUND_END) {
      THREAD.get().setBackground(false, call, ERROR_THREAD_MODE_NOT_BACKGROUND);
    } else {
      set(call, THREAD.get(), THREAD_PRIORITIES);
    }
  }

  private static void set(SimulatedCall call, Priority priority, Set<Integer> allowed) {
    if (!allowed.contains(call.number(1))) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_INVALID_PARAMETER);
    }
    priority.set(call.number(1));
  }
}
