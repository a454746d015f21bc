package handlelab.backend;

import handlelab.wire.SpinningChannel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a client waits for the server, or for another client that starts it: after some seconds
 * it says so in one line, and after the limit it gives up.
 *
 * <p>An interrupt does not end the wait; it is kept for whatever the thread waits for next. Used by
 * one thread.
 */
final class ServerTimeout implements SpinningChannel.Owner, AutoCloseable {
  /** Raises the limit, such as for a server in a debugger. */
  static final String PROPERTY = "handlelab.serverTimeoutSeconds";

  /** Far more than a server needs on a busy machine; a user who waits has been told long before. */
  private static final long LIMIT_NANOS =
      TimeUnit.SECONDS.toNanos(Math.max(1, Integer.getInteger(PROPERTY, 60)));

  /** When the line is printed. */
  private static final long LINE_NANOS = Math.min(TimeUnit.SECONDS.toNanos(5), LIMIT_NANOS / 2);

  static final String NO_ANSWER = "its server does not answer; it may be stopped";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final RuntimeFolder folder;
  private final long startNanos = System.nanoTime();
  private boolean isInterrupted;
  private boolean isTold;

  ServerTimeout(RuntimeFolder folder) {
    this.folder = folder;
  }

  /**
   * Checks the time.
   *
   * @param reason what is waited for, for the user
   * @throws SocketTimeoutException after the limit
   */
  void check(String reason) throws IOException {
    long nanos = System.nanoTime() - startNanos;
    String limit = TimeUnit.NANOSECONDS.toSeconds(LIMIT_NANOS) + " s";
    if (nanos > LINE_NANOS && !isTold) {
      isTold = true;
      System.err.println(
          "handlelab: waiting for the shared simulated kernel in "
              + folder.path()
              + ": "
              + reason
              + "; gives up after "
              + limit);
    }
    if (nanos > LIMIT_NANOS) {
      throw new SocketTimeoutException(reason + " (" + limit + ")");
    }
  }

  /** Waits a moment, and checks the time. */
  void pause(String reason) throws IOException {
    check(reason);
    sleep();
  }

  /** Waits a moment. */
  void sleep() {
    isInterrupted |= Thread.interrupted();
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public void interrupted() {
    isInterrupted = true;
  }

  @Override
  public void checkPeer() throws IOException {
    check(NO_ANSWER);
  }

  /** Passes the interrupt on. */
  @Override
  public void close() {
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
