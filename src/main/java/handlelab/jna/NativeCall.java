package handlelab.jna;

import handlelab.recorder.CallArguments;

/** One call of a native function that the program makes. For use by the calling thread. */
abstract class NativeCall {
  private final String function;
  private final CallArguments arguments;

  /**
   * A call that has not been made.
   *
   * @param function the exported name
   * @param arguments as the program passes them
   */
  NativeCall(String function, CallArguments arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** The exported name of the function, such as {@code CreateEventW}. */
  final String function() {
    return function;
  }

  /** The arguments; memory has the function's results once the call is made. */
  final CallArguments arguments() {
    return arguments;
  }

  /**
   * Makes the call.
   *
   * @return what the function returned; an {@code int} is extended with its sign
   * @throws Throwable what the program is to get instead of a result
   */
  abstract long make() throws Throwable;

  /** Whether the function returns anything that {@link #make} returns. */
  boolean hasResult() {
    return true;
  }

  /** The thread's last error once the call is made, as {@code GetLastError} returns it. */
  abstract int lastError() throws Throwable;
}
