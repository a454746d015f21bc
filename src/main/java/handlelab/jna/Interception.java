package handlelab.jna;

import handlelab.recorder.Recorder;
import java.util.Set;

/** Makes the calls of the program, and tells the recorder of this JVM of them, if there is one. */
final class Interception {
  private static volatile Recorder recorder;
  private static volatile Set<String> watched = Set.of();
  private static volatile boolean hasFailed;

  private Interception() {}

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

  /**
   * Makes a call.
   *
   * @return what the program gets
   * @throws Throwable what the program gets instead
   */
  static long make(NativeCall call) throws Throwable {
    if (!isWatched(call.function())) {
      return call.make();
    }
    Recorder.Call begun = begin(call);
    long result = 0;
    try {
      result = call.make();
      return result;
    } finally {
      end(begun, result, call);
    }
  }

  private static Recorder.Call begin(NativeCall call) {
    try {
      return recorder.begin(call.function(), call.arguments());
    } catch (RuntimeException | Error e) {
      report(call, e);
      return null;
    }
  }

  private static void end(Recorder.Call begun, long result, NativeCall call) {
    try {
      if (begun != null) {
        recorder.end(begun, call.hasResult() ? result : null, call.lastError());
      }
    } catch (Throwable e) {
      report(call, e);
    }
  }

  /** A fault of the recorder is told once; the program's call goes on. */
  private static void report(NativeCall call, Throwable fault) {
    if (!hasFailed) {
      hasFailed = true;
      Notices.print("calls are not fully recorded, such as of " + call.function() + ": " + fault);
    }
  }
}
