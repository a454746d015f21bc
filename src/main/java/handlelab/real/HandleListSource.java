package handlelab.real;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where looks get the system's handle list from: a new one for each look, or one that several looks
 * share for a short time. A system has some hundred thousand rows, so asking once for each of its
 * processes would take most of the time of a look at all. Used by one thread at a time.
 */
final class HandleListSource {
  /** What closes within this time is noticed by its duplication; few values are taken again. */
  static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final long keptNanos;
  private final Supplier<SystemHandleList> system;
  private final LongSupplier nanoTime;
  private SystemHandleList list;
  private long madeNanos;
  private boolean isNew;

  HandleListSource(long keptNanos, Supplier<SystemHandleList> system, LongSupplier nanoTime) {
    this.keptNanos = keptNanos;
    this.system = system;
    this.nanoTime = nanoTime;
  }

  /** A new list for each look. */
  static HandleListSource each() {
    return new HandleListSource(0, HandleListSource::ofSystem, System::nanoTime);
  }

  /** The same list for looks within a quarter of a second. */
  static HandleListSource kept() {
    return new HandleListSource(KEPT_NANOS, HandleListSource::ofSystem, System::nanoTime);
  }

  private static SystemHandleList ofSystem() {
    try (SystemInformation information =
        new SystemInformation(NtdllLibrary.SYSTEM_EXTENDED_HANDLE_INFORMATION)) {
      return SystemHandleList.copyOf(information.bytes());
    }
  }

  /** The list for one look. */
  SystemHandleList list() {
    isNew = list == null || nanoTime.getAsLong() - madeNanos >= keptNanos;
    return isNew ? newList() : list;
  }

  /** Whether the last list is older than the look that it was given for. */
  boolean isOld() {
    return !isNew;
  }

  SystemHandleList newList() {
    madeNanos = nanoTime.getAsLong();
    isNew = true;
    list = system.get();
    return list;
  }
}
