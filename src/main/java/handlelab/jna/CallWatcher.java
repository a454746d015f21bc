package handlelab.jna;

import java.util.Set;

/**
 * Is told of calls of native functions, whichever way they are made, and whether the simulated
 * kernel or the system answers them. All threads call at once.
 *
 * <p>A watcher must not make such calls itself, and needs no care for what it throws: that is told
 * on standard error once, and the call goes on.
 */
public interface CallWatcher {
  /** {@return the exported names of the functions to watch, such as {@code CreateEventW}} */
  Set<String> functions();

  /**
   * Watches one call, on the thread that makes it. If this does not call {@link
   * NativeCall#proceed}, the call is made afterwards.
   *
   * @param call not to be kept
   */
  void watch(NativeCall call);
}
