package handlelab.jna.programs;

import com.sun.jna.Native;

/** What a program expects; it ends with an exception if that is not so. */
final class Check {
  private Check() {}

  static void isTrue(String what, boolean isTrue) {
    if (!isTrue) {
      throw new IllegalStateException(what + ", last error " + Native.getLastError());
    }
  }

  static void equal(String what, Object expected, Object actual) {
    isTrue(what + ": expected " + expected + ", was " + actual, expected.equals(actual));
  }

  /** The call returned FALSE, with that last error. */
  static void fails(String what, int error, boolean result) {
    int actual = Native.getLastError();
    isTrue(what + " succeeds", !result);
    equal(what + "'s error", error, actual);
  }
}
