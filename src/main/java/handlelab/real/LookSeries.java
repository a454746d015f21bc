package handlelab.real;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What looks into several processes share: the system's handle list, for a short time, and how long
 * to wait for a name. Used by one thread at a time.
 *
 * <p>A system has some hundred thousand rows, so fetching them again for each of its processes
 * would take most of the time. And many processes have files on which a thread waits: the full
 * timeout for each of them would add up to minutes.
 */
final class LookSeries {
  /** Rows closed within this time fail to duplicate; few of their values are reused so soon. */
  static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A name query takes microseconds, even on a busy machine; a hanging one waits for a read. */
  private static final long PATIENCE_MILLIS = 800;

  /** So many hangs are no accident of a busy moment. */
  private static final int HANGS_WITH_PATIENCE = 3;

  private static final long LITTLE_PATIENCE_MILLIS = 100;

  private final long keptNanos;
  private final Supplier<SystemHandleList> system;
  private final LongSupplier nanoTime;
  private SystemHandleList list;
  private long madeNanos;
  private boolean isNew;
  private int hangs;

  LookSeries(long keptNanos, Supplier<SystemHandleList> system, LongSupplier nanoTime) {
    this.keptNanos = keptNanos;
    this.system = system;
    this.nanoTime = nanoTime;
  }

  /** One look, with a new list. */
  static LookSeries one() {
    return new LookSeries(0, LookSeries::ofSystem, System::nanoTime);
  }

  /** Looks that use the same list within a quarter of a second. */
  static LookSeries many() {
    return new LookSeries(KEPT_NANOS, LookSeries::ofSystem, System::nanoTime);
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

  /** How long to wait for the next name. */
  long patienceMillis() {
    return hangs < HANGS_WITH_PATIENCE ? PATIENCE_MILLIS : LITTLE_PATIENCE_MILLIS;
  }

  /** Notes that a name did not come in time. */
  void hung() {
    hangs++;
  }

  SystemHandleList newList() {
    madeNanos = nanoTime.getAsLong();
    isNew = true;
    list = system.get();
    return list;
  }
}
