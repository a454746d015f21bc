package handlelab.cli;

import handlelab.command.StandardStreams;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Tells if the user has pressed Enter since it was asked last. */
final class EnterKey implements BooleanSupplier {
  private final AtomicInteger presses = new AtomicInteger();

  /**
   * @param isRead whether the keys are this command's to read
   */
  EnterKey(StandardStreams streams, boolean isRead) {
    if (isRead) {
      Thread reader = new Thread(() -> read(streams), "handlelab-keys");
      reader.setDaemon(true);
      reader.start();
    }
  }

  private void read(StandardStreams streams) {
    while (streams.readLine() != null) {
      presses.incrementAndGet();
    }
  }

  @Override
  public boolean getAsBoolean() {
    return presses.getAndSet(0) > 0;
  }
}
