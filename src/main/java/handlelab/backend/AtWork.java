package handlelab.backend;

import java.util.concurrent.TimeUnit;

/** Which connections were at work lately: in this millisecond or in the one before. */
final class AtWork {
  private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private long spanEnd = System.nanoTime();
  private int span;
  private int inThis;
  private int inTheLast;
  private ServerConnection latest;

  /** Lets a span end whose time is over. */
  void timeIs(long nanos) {
    if (nanos - spanEnd > 0) {
      spanEnd = nanos + SPAN_NANOS;
      span++;
      inTheLast = inThis;
      inThis = 0;
    }
  }

  /** Counts one at which something has come. */
  void add(ServerConnection connection) {
    if (connection.span != span) {
      connection.span = span;
      inThis++;
    }
    latest = connection;
  }

  void remove(ServerConnection connection) {
    if (latest == connection) {
      latest = null;
    }
  }

  int count() {
    return Math.max(inThis, inTheLast);
  }

  /** The one that is at work alone, or was the last; null where there are more. */
  ServerConnection only() {
    return count() > 1 ? null : latest;
  }
}
