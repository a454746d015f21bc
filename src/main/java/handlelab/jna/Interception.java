package handlelab.jna;

import java.util.Set;

/**
 * What happens with the calls that the program makes: who answers, and who watches. One for each
 * JVM.
 */
final class Interception {
  private static volatile CallWatcher watcher;
  private static volatile Set<String> watched = Set.of();
  private static volatile boolean hasWatcherFailed;

  private Interception() {}

  /**
   * Sets the watcher of all calls.
   *
   * @param newWatcher null for none
   */
  static void watch(CallWatcher newWatcher) {
    watched = newWatcher == null ? Set.of() : Set.copyOf(newWatcher.functions());
    watcher = newWatcher;
  }

  static boolean hasWatcher() {
    return watcher != null;
  }

  /** The names of the functions that are watched. */
  static Set<String> watched() {
    return watched;
  }

  /** Whether there is a watcher for a function. */
  static boolean isWatched(String function) {
    return watched.contains(function);
  }

  /**
   * Makes a call, before the eyes of the watcher.
   *
   * @return what the program gets
   * @throws Throwable what the program gets instead
   */
  static long make(NativeCall call) throws Throwable {
    CallWatcher observer = watcher;
    if (observer != null && isWatched(call.function())) {
      try {
        observer.watch(call);
      } catch (Throwable e) {
        report(call, e);
      }
    }
    call.proceed();
    if (call.failure() != null) {
      throw call.failure();
    }
    return call.result();
  }

  private static void report(NativeCall call, Throwable failure) {
    if (!hasWatcherFailed) {
      hasWatcherFailed = true;
      Notices.print("the watcher of " + call.function() + " failed: " + failure);
    }
  }
}
