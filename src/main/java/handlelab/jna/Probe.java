package handlelab.jna;

/**
 * The self-test's class, which is changed as a class of the program is: a call of its native
 * method, for which there is no native code, must reach {@link CallLinker}.
 */
final class Probe {
  static final String INTERNAL_NAME = "handlelab/jna/Probe";

  private Probe() {}

  /** Answered by {@link #answer} if the agent works. */
  static native long call(long value);

  static long answer(long value) {
    return value + 1;
  }

  /**
   * Makes a call.
   *
   * @throws IllegalStateException if it is not seen
   */
  static void check() {
    long result;
    try {
      result = call(1);
    } catch (LinkageError e) {
      throw new IllegalStateException("handlelab's agent does not work in this JVM", e);
    }
    if (result != answer(1)) {
      throw new IllegalStateException("handlelab's agent does not work in this JVM");
    }
  }
}
