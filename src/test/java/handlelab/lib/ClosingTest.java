package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Kernel32;
import handlelab.junit.HandleLabExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rounds in which a handle is closed while other threads read and ask, and its value is taken by
 * other objects at once: on the kernel of this system, the real one where there is one.
 *
 * <p>Each thread comes back, and is told that the handle is closed. Neighbours, slots that are made
 * in the same moment and so get the value, keep their messages: whoever used it too late would have
 * taken them. In the end no handle may be left.
 */
@Tag("real")
@Timeout(120)
final class ClosingTest {
  private static final int ROUNDS = 250;
  private static final int READERS = 2;
  private static final int NEIGHBOURS = 4;
  private static final String PREFIX = "handlelab\\closing-" + ProcessHandle.current().pid() + "-";

  @RegisterExtension final HandleLabExtension lab = HandleLabExtension.ofThisSystem();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random = new Random(1);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void close_underReaders_harmsNoNeighbour(Kernel32 kernel32) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Mailslot slot = Mailslot.create(kernel32, PREFIX + "slot");
      CountDownLatch begun = new CountDownLatch(READERS + 1);
      List<Future<?>> others = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        others.add(threads.submit(() -> useUntilClosed(begun, slot::receive)));
      }
      others.add(threads.submit(() -> useUntilClosed(begun, slot::info)));
      others.add(threads.submit(() -> makeNeighbours(kernel32, begun)));
      begun.await();
      // Some time, in which the readers get as far as they happen to.
      for (int i = random.nextInt(2000); i > 0; i--) {
        Thread.onSpinWait();
      }
      others.add(threads.submit(slot::close));
      slot.close();
      for (Future<?> other : others) {
        var unused = other.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static void useUntilClosed(CountDownLatch begun, Runnable use) {
    begun.countDown();
    try {
      while (true) {
        use.run();
      }
    } catch (IllegalStateException e) {
      assertEquals("closed", e.getMessage());
    }
  }

  /** Makes slots with a message each while the other one is closed, and finds them unchanged. */
  private static Void makeNeighbours(Kernel32 kernel32, CountDownLatch begun)
      throws InterruptedException {
    begun.await();
    for (int number = 0; number < NEIGHBOURS; number++) {
      String name = PREFIX + number;
      try (Mailslot slot = Mailslot.create(kernel32, name, 0, 0, false);
          MailslotClient client = MailslotClient.connect(kernel32, name)) {
        client.send("for " + number);
        Thread.onSpinWait();
        String got =
            slot.tryReceive()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("nothing");
        assertEquals("for " + number, got, "another thread has taken the message");
      }
    }
    return null;
  }
}
