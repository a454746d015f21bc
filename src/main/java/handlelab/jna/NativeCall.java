package handlelab.jna;

/** One call of a native function that the program makes. For use by the calling thread. */
public abstract class NativeCall {
  private final String function;
  private final NativeArguments arguments;
  private boolean isMade;
  private long result;
  private Throwable failure;

  /**
   * A call that has not been made.
   *
   * @param function the exported name
   * @param arguments as the program passes them
   */
  protected NativeCall(String function, NativeArguments arguments) {
    this.function = function;
    this.arguments = arguments;
  }

  /** {@return the exported name of the function, such as {@code CreateEventW}} */
  public final String function() {
    return function;
  }

  /** {@return the arguments; memory has the function's results after {@link #proceed}} */
  public final NativeArguments arguments() {
    return arguments;
  }

  /** Makes the call. No effect if it was made. */
  public final void proceed() {
    if (!isMade) {
      isMade = true;
      try {
        result = make();
      } catch (Throwable e) {
        failure = e;
      }
    }
  }

  /**
   * Makes the call.
   *
   * @return what the function returned
   * @throws Throwable what the program is to get instead of a result
   */
  protected abstract long make() throws Throwable;

  /**
   * What the function returned, after {@link #proceed}. An {@code int} is extended with its sign.
   *
   * @return 0 if it returns nothing, or if the call has thrown
   */
  public final long result() {
    return result;
  }

  /** {@return whether {@link #result} is what the function returned, if it returns anything} */
  public boolean hasResult() {
    return true;
  }

  /** {@return what the program gets instead of a result, or null} */
  public final Throwable failure() {
    return failure;
  }

  /**
   * The thread's last error, after {@link #proceed}.
   *
   * @return as {@code GetLastError} returns it
   */
  public abstract int lastError();
}
