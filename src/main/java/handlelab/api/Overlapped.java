package handlelab.api;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * One overlapped operation, which goes on after the call that started it: an {@code OVERLAPPED} and
 * what belongs to it.
 *
 * <pre>{@code
 * Overlapped read = Overlapped.of(event);
 * if (kernel32.readFile(pipe, buffer, read).state() == IoState.PENDING) {
 *   kernel32.waitForSingleObject(event, Win32.INFINITE);
 * }
 * int bytes = kernel32.getOverlappedResult(pipe, read, true).bytes();
 * }</pre>
 *
 * <p>The operation keeps its buffer, also if the caller drops this object. A direct buffer is
 * filled before the event is signalled; a heap buffer is filled by the call that returns the
 * result. In both cases the buffer's position moves once, when the result is first returned. The
 * caller must not use the buffer in the meantime.
 *
 * <p>May be used again when the operation is done. It belongs to the {@code Kernel32} that it was
 * first used with; with another one, a call is an {@code IllegalArgumentException}. Any thread may
 * call.
 */
public final class Overlapped {
  private final Handle event;
  private volatile Operation operation;

  private Overlapped(Handle event) {
    this.event = event;
  }

  /**
   * An operation that has not started.
   *
   * @param event an event that is set when the operation is done and reset when it starts; {@link
   *     Handle#NULL} to have the file itself signalled
   * @return an operation for one call at a time
   */
  public static Overlapped of(Handle event) {
    return new Overlapped(Objects.requireNonNull(event));
  }

  /** {@return the event that is set when the operation is done, or {@link Handle#NULL}} */
  public Handle event() {
    return event;
  }

  /**
   * Whether the operation goes on; calls no function of Windows.
   *
   * @return false also before the operation has started
   */
  public boolean isPending() {
    Operation started = operation;
    return started != null && started.isPending();
  }

  /**
   * A kernel's part of this operation, made at the first use. Only implementations of {@link
   * Kernel32} call it.
   *
   * @param firstUse makes the kernel's part; called at most once
   * @return the part that the first use made
   */
  public synchronized Operation operation(Supplier<? extends Operation> firstUse) {
    if (operation == null) {
      operation = firstUse.get();
    }
    return operation;
  }

  /** A kernel's part of an overlapped operation. */
  public interface Operation {
    /**
     * Whether the operation goes on.
     *
     * @return true until the operation is done
     */
    boolean isPending();
  }
}
