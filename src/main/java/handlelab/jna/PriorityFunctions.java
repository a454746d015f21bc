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
  private static final long THREAD_PRIORITY_ERROR_RETURN = Integer.MAX_VALUE;

  /** Its errors are ERROR_PROCESS_MODE_ALREADY_BACKGROUND and ..._NOT_BACKGROUND. */
  private static final Priority PROCESS =
      new Priority(0x20, Set.of(0x40, 0x4000, 0x20, 0x8000, 0x80, 0x100), 0x10_0000, 402);

  /** The errors are ERROR_THREAD_MODE_ALREADY_BACKGROUND and ..._NOT_BACKGROUND. */
  private static final ThreadLocal<Priority> THREAD =
      ThreadLocal.withInitial(
          () -> new Priority(0, Set.of(-15, -2, -1, 0, 1, 2, 15), 0x1_0000, 400));

  /** Guarded by itself. */
  private static final class Priority {
    private final Set<Integer> values;
    private final int backgroundBegin;
    private final int alreadyBackground;
    private int value;
    private boolean isBackground;

    /**
     * @param value the priority at the start
     * @param values all priorities
     * @param backgroundBegin the value that begins the background mode; twice that ends it
     * @param alreadyBackground the error if it has begun; one more is that if it has not
     */
    Priority(int value, Set<Integer> values, int backgroundBegin, int alreadyBackground) {
      this.value = value;
      this.values = values;
      this.backgroundBegin = backgroundBegin;
      this.alreadyBackground = alreadyBackground;
    }

    synchronized int value() {
      return value;
    }

    synchronized void set(SimulatedCall call) {
      int wanted = call.number(1);
      if (wanted == backgroundBegin || wanted == 2 * backgroundBegin) {
        boolean begins = wanted == backgroundBegin;
        if (isBackground == begins) {
          throw new Win32Exception(call.function(), alreadyBackground + (begins ? 0 : 1));
        }
        isBackground = begins;
      } else if (values.contains(wanted)) {
        value = wanted;
      } else {
        throw new Win32Exception(call.function(), Win32Error.ERROR_INVALID_PARAMETER);
      }
    }
  }

  private PriorityFunctions() {}

  static void addTo(SimulatedLibrary library) {
    library.add("GetPriorityClass", 0, call -> ofProcess(call).value());
    library.add("SetPriorityClass", call -> ofProcess(call).set(call));
    library.add("GetThreadPriority", THREAD_PRIORITY_ERROR_RETURN, call -> ofThread(call).value());
    library.add("SetThreadPriority", call -> ofThread(call).set(call));
  }

  private static Priority ofProcess(SimulatedCall call) {
    Handle process = call.handle(0);
    if (!call.kernel32().compareObjectHandles(process, Handle.CURRENT_PROCESS)) {
      throw Refusal.of(call.function(), "another process");
    }
    return PROCESS;
  }

  private static Priority ofThread(SimulatedCall call) {
    Handle thread = call.handle(0);
    if (!thread.equals(Handle.CURRENT_THREAD)
        && !call.kernel32().compareObjectHandles(thread, Handle.CURRENT_THREAD)) {
      throw Refusal.of(call.function(), "another thread");
    }
    return THREAD.get();
  }
}
