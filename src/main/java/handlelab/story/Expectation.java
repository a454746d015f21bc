package handlelab.story;

import handlelab.api.Win32Error;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a step is expected to give. It is judged by the outcome as transcripts show it, so that a
 * recording can be judged as well as a play.
 *
 * @param errorCodes the errors that are right, none for success
 * @param value the text of the only right answer, or null for any
 * @param end what a right answer ends with; empty for any
 */
record Expectation(List<Integer> errorCodes, String value, String end) {
  static final Expectation SUCCESS = endingWith("");

  /** What {@link Win32Error#describe} makes; a message's text stands in quotes. */
  private static final Pattern ERROR = Pattern.compile("error \\d+|[A-Z0-9_]+ \\(\\d+\\)");

  static Expectation failure(int... errorCodes) {
    return new Expectation(Arrays.stream(errorCodes).boxed().toList(), null, "");
  }

  static Expectation of(String value) {
    return new Expectation(List.of(), value, "");
  }

  static Expectation endingWith(String end) {
    return new Expectation(List.of(), null, end);
  }

  boolean isMetBy(String outcome) {
    if (!errorCodes.isEmpty()) {
      return errorCodes.stream().map(Win32Error::describe).anyMatch(outcome::equals);
    }
    return value == null
        ? !ERROR.matcher(outcome).matches() && outcome.endsWith(end)
        : value.equals(outcome);
  }

  @Override
  public String toString() {
    if (!errorCodes.isEmpty()) {
      return errorCodes.stream().map(Win32Error::describe).collect(Collectors.joining(" or "));
    }
    return value == null ? "success" + end : value;
  }
}
