package handlelab.jna;

import handlelab.recorder.CallArguments;
import handlelab.recorder.Recorder;
import java.util.Set;

/**
 * One call of a native function that the program makes, of which the recorder of this JVM is told,
 * if there is one. For use by the calling thread.
 */
abstract class NativeCall {
  private static volatile Recorder recorder;
  private static volatile Set<String> watched = Set.of();
  private static volatile boolean hasFailed;

  private final String function;
  private final CallArguments arguments;

  /**
   * A call that has not been made.
   *
   * @param function the exported name, such as {@code CreateEventW}
   * @param arguments as the program passes them; memory has the function's results once the call is
   *     made
   */
  NativeCall(String function, CallArguments arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** Has calls recorded from now on. */
  static void watch(Recorder watching) {
    recorder = watching;
    watched = Set.copyOf(Recorder.functions());
  }

  /** The names of the functions that are watched; none if nothing is recorded. */
  static Set<String> watched() {
    return watched;
  }

  static boolean isWatched(String function) {
    return watched.contains(function);
  }

  final String function() {
    return function;
  }

  final CallArguments arguments() {
    return arguments;
  }

  /**
   * Makes the call.
   *
   * @return what the program gets; an {@code int} is extended with its sign
   * @throws Throwable what the program gets instead
   */
  final long make() throws Throwable {
    if (!isWatched(function)) {
      return answer();
    }
    Recorder.Call begun = begin();
    long result = 0;
    try {
      result = answer();
      return result;
    } finally {
      end(begun, result);
    }
  }

  /** Has the system or the simulated kernel answer; as {@link #make}. */
  abstract long answer() throws Throwable;

  /** Whether the function returns anything that {@link #answer} returns. */
  boolean hasResult() {
    return true;
  }

  /** The thread's last error once the call is made, as {@code GetLastError} returns it. */
  abstract int lastError() throws Throwable;

  private Recorder.Call begin() {
    try {
      return recorder.begin(function, arguments);
    } catch (RuntimeException | Error e) {
      report(e);
      return null;
    }
  }

  private void end(Recorder.Call begun, long result) {
    try {
      if (begun != null) {
        recorder.end(begun, hasResult() ? result : null, lastError());
      }
    } catch (Throwable e) {
      report(e);
    }
  }

  /** A fault of the recorder is told once; the program's call goes on. */
  private void report(Throwable fault) {
    if (!hasFailed) {
      hasFailed = true;
      Notices.print("calls are not fully recorded, such as of " + function + ": " + fault);
    }
  }
}
