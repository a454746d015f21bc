package handlelab.backend;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Input and output that an interrupt does not break: the JDK closes a channel on which an
 * interrupted thread works, so the work is done again on a new one. The thread is interrupted again
 * at the end, for whoever waits next.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that may be begun again. */
  interface Work<T> {
    T perform() throws IOException;
  }

  static <T> T perform(Work<T> work) throws IOException {
    boolean isInterrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.perform();
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
          isInterrupted = true;
          var unused = Thread.interrupted();
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
