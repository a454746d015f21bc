package handlelab.compare;

import handlelab.api.Win32Error;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a step is expected to give.
 *
 * @param errorCodes the errors that are right, none for success
 * @param value the text of the only right answer, or null for any
 */
record Expectation(List<Integer> errorCodes, String value) {
  static final Expectation SUCCESS = new Expectation(List.of(), null);

  static Expectation failure(int... errorCodes) {
    return new Expectation(Arrays.stream(errorCodes).boxed().toList(), null);
  }

  static Expectation of(String value) {
    return new Expectation(List.of(), value);
  }

  boolean isMetByError(int errorCode) {
    return errorCodes.contains(errorCode);
  }

  boolean isMetByValue(String shown) {
    return errorCodes.isEmpty() && (value == null || value.equals(shown));
  }

  @Override
  public String toString() {
    if (!errorCodes.isEmpty()) {
      return errorCodes.stream().map(Win32Error::describe).collect(Collectors.joining(" or "));
    }
    return value == null ? "success" : value;
  }
}
