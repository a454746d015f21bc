package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A call that the simulated kernel answers. It leaves the last error where JNA looks for it: each
 * thread has its own.
 */
final class SimulatedCall extends NativeCall {
  /** The function's mapping wants an exception if there is a last error after the call. */
  private static final int THROW_LAST_ERROR = 0x40;

  private final Jna jna;
  private final SimulatedLibrary.Entry entry;
  private final int flags;
  private final JnaArguments arguments;
  private Integer error;

  SimulatedCall(Jna jna, SimulatedLibrary.Entry entry, int flags, Object[] arguments) {
    this(jna, entry, flags, new JnaArguments(jna, arguments));
  }

  private SimulatedCall(Jna jna, SimulatedLibrary.Entry entry, int flags, JnaArguments arguments) {
    super(entry.name(), arguments);
    this.jna = jna;
    this.entry = entry;
    this.flags = flags;
    this.arguments = arguments;
  }

  @Override
  protected long make() throws Throwable {
    long result;
    try {
      result = entry.body().answer(this);
    } catch (Win32Exception e) {
      error = e.errorCode();
      result = entry.failure();
    } finally {
      arguments.copyBack();
    }
    if (error != null) {
      jna.setLastError(error);
      if ((flags & THROW_LAST_ERROR) != 0 && error != Win32Error.ERROR_SUCCESS) {
        throw jna.lastErrorException(error);
      }
    }
    return result;
  }

  @Override
  public int lastError() {
    try {
      return error != null ? error : jna.lastError();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sets the last error of a call that succeeds; the others leave it as it was. */
  void setError(int newError) {
    error = newError;
  }

  Jna jna() {
    return jna;
  }

  Handle handle(int index) {
    return new Handle(arguments().value(index));
  }

  int number(int index) {
    return (int) arguments().value(index);
  }

  boolean flag(int index) {
    return number(index) != 0;
  }
}
