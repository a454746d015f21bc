package handlelab.junit;

import handlelab.recorder.CallStack;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How tests are watched in a JVM with the agent, by JUnit's configuration parameters.
 *
 * @param graceMillis how long a test's handles may stay open after its end ({@value #GRACE})
 * @param ignored the begins of frames, such as {@code com.acme.Cache.}: what was done under such a
 *     frame is no fault ({@value #IGNORE}, with commas between)
 */
record WatchSettings(long graceMillis, List<String> ignored) {
  static final String GRACE = "handlelab.grace.millis";
  static final String IGNORE = "handlelab.ignore";
  static final long DEFAULT_GRACE_MILLIS = 500;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if the time is no number
   */
  static WatchSettings of(Function<String, Optional<String>> parameters) {
    String grace = parameters.apply(GRACE).orElse(Long.toString(DEFAULT_GRACE_MILLIS)).strip();
    if (!grace.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(GRACE + " is no number of milliseconds: " + grace);
    }
    return new WatchSettings(
        Long.parseLong(grace),
        Stream.of(parameters.apply(IGNORE).orElse("").split(",", -1))
            .map(String::strip)
            .filter(begin -> !begin.isEmpty())
            .toList());
  }

  boolean ignores(CallStack stack) {
    return stack.frames().stream().anyMatch(frame -> ignored.stream().anyMatch(frame::startsWith));
  }
}
