package handlelab.story;

import handlelab.api.Win32Error;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a step is expected to give. It is judged by the outcome as transcripts show it, so that a
 * recording can be judged as well as a play.
 *
 * @param text what is expected, in words
 * @param isMet tells if an outcome is right
 */
record Expectation(String text, Predicate<String> isMet) {
  /** What {@link Win32Error#describe} makes; a message's text stands in quotes. */
  private static final Pattern ERROR = Pattern.compile("error \\d+|[A-Z0-9_]+ \\(\\d+\\)");

  static final Expectation SUCCESS = endingWith("");

  /** One of these errors. */
  static Expectation failure(int... errorCodes) {
    List<String> errors = Arrays.stream(errorCodes).mapToObj(Win32Error::describe).toList();
    return new Expectation(String.join(" or ", errors), errors::contains);
  }

  /** This outcome and no other. */
  static Expectation of(String outcome) {
    return new Expectation(outcome, outcome::equals);
  }

  /** Success, with an outcome that ends so. */
  static Expectation endingWith(String end) {
    return new Expectation(
        "success" + end, outcome -> !ERROR.matcher(outcome).matches() && outcome.endsWith(end));
  }

  boolean isMetBy(String outcome) {
    return isMet.test(outcome);
  }

  @Override
  public String toString() {
    return text;
  }
}
