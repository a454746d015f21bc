package handlelab.cli;

import java.util.Objects;
import java.util.function.Consumer;

/** Counts claims and says of each whether it holds. One thread at a time. */
final class Claims {
  private final Consumer<String> out;
  private int held;
  private int failed;

  /**
   * @param out takes the lines
   */
  Claims(Consumer<String> out) {
    this.out = out;
  }

  /** Claims that two values are equal. */
  void equal(Object expected, Object actual, String claim) {
    if (Objects.equals(expected, actual)) {
      held++;
      out.accept("   ok      " + claim);
    } else {
      failed++;
      out.accept("   FAILED  " + claim + ": expected " + expected + ", got " + actual);
    }
  }

  /** Whether there was a claim and each one held. */
  boolean allHold() {
    return failed == 0 && held > 0;
  }

  /** Such as {@code 20 claims hold} or {@code 1 of 20 claims does not hold}. */
  String summary() {
    int all = held + failed;
    return failed == 0 ? all + " claims hold" : failed + " of " + all + " claims do not hold";
  }
}
