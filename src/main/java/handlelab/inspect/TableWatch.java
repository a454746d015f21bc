package handlelab.inspect;

import java.util.function.Supplier;

/**
 * Looks again and again, and says each time what was opened and closed since the last look. What
 * was opened and closed again between two looks is not seen. Used by one thread.
 */
public final class TableWatch {
  private final Supplier<TableSnapshot> looks;
  private TableSnapshot last;

  /**
   * Takes the first look.
   *
   * @param looks takes one look, and throws where there is nothing to look at any more
   */
  public TableWatch(Supplier<TableSnapshot> looks) {
    this.looks = looks;
    this.last = looks.get();
  }

  /** {@return the latest snapshot} */
  public TableSnapshot last() {
    return last;
  }

  /**
   * Looks again. Usage counts alone are no difference here.
   *
   * @return what was opened, closed and changed since the last look
   * @throws RuntimeException what the look throws; it can be tried again
   */
  public TableDifference next() {
    TableSnapshot now = looks.get();
    TableDifference difference = TableDifference.between(last, now).withoutUsageCounts();
    last = now;
    return difference;
  }
}
