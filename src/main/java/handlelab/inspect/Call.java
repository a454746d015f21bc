package handlelab.inspect;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A call of this process that a {@link CallLog} remembers, because a handle is what it is by it.
 *
 * @param number calls are numbered in the order in which they began, from 1
 * @param lastNumber the highest number that was given out when this call had come back; so a call
 *     with a higher number began after this one had ended
 * @param function the Windows name, such as {@code CreateMailslotW}
 * @param time when it began
 * @param thread the name of the Java thread that made it
 * @param stack where it was made, innermost first; empty where the log keeps no stacks
 */
public record Call(
    long number,
    long lastNumber,
    String function,
    Instant time,
    String thread,
    List<StackTraceElement> stack) {
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /**
   * {@return whether this call began after {@code other} had ended; false too if they overlapped}
   *
   * @param other a call of the same log
   */
  public boolean isAfter(Call other) {
    return number > other.lastNumber;
  }

  /** Such as {@code CreateMailslotW (call 3, thread main, 10:02:03.004)}; the time is UTC. */
  @Override
  public String toString() {
    return function
        + (" (call " + number + ", thread " + thread + ", " + TIME_OF_DAY.format(time) + ")");
  }
}
