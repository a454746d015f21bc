package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The load of a soak beside the stories: many messages, and a slot that nobody empties, each until
 * the round is over. Each method is one worker and may run on any thread.
 */
final class SoakLoad {
  /** So many messages, then a pause: the load leaves room on the machine. */
  private static final int BURST = 16;

  private static final long PAUSE_NANOS = 10_000_000;
  private static final int FLOOD_MESSAGE_BYTES = 32_000;
  private static final int FLOOD_MESSAGES = 1_000;

  final AtomicLong messages = new AtomicLong();
  final AtomicInteger processes = new AtomicInteger();
  private final AtomicInteger names = new AtomicInteger();
  private final World world;

  SoakLoad(World world) {
    this.world = world;
  }

  /** What a round's workers ask before each step. */
  interface Round {
    boolean isOver();
  }

  private String nextName(String kind) {
    return "\\\\.\\mailslot\\soak\\" + kind + names.incrementAndGet();
  }

  private Backend open() {
    processes.incrementAndGet();
    return KernelDoor.open(world.folder);
  }

  /** Writers in processes of their own, one reader: nothing is lost, doubled or out of order. */
  void stream(Round round, Random random, int writers) {
    String name = nextName("stream");
    try (Backend receiver = open()) {
      Kernel32 reading = receiver.kernel32();
      Handle slot = Slots.create(reading, name);
      while (!round.isOver()) {
        int count = 50 + random.nextInt(400);
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          Random sizes = new Random(random.nextLong());
          int writer = i;
          sending.add(CompletableFuture.runAsync(() -> send(name, writer, count, sizes)));
        }
        int[] next = new int[writers];
        for (int i = 0; i < writers * count; i++) {
          int number = Slots.read(reading, slot);
          int writer = number >>> 24;
          require((number & 0xFF_FFFF) == next[writer]++, "not the next message: " + number);
          messages.incrementAndGet();
        }
        sending.forEach(CompletableFuture::join);
        require(Slots.waiting(reading, slot) == 0, "more messages than were written");
      }
    }
  }

  private void send(String name, int writer, int count, Random sizes) {
    try (Backend sender = open()) {
      Kernel32 writing = sender.kernel32();
      Handle client = Slots.open(writing, name);
      for (int i = 0; i < count; i++) {
        int bytes = sizes.nextInt(50) == 0 ? sizes.nextInt(100_000) : sizes.nextInt(500);
        Slots.write(writing, client, (writer << 24) + i, bytes);
        if (i % BURST == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  /** A writer fills a slot that nobody reads, until it is told to stop or the round is over. */
  void flood(Round round) {
    while (!round.isOver()) {
      try (Backend owner = open();
          Backend writer = open()) {
        String name = nextName("flood");
        Handle slot = Slots.create(owner.kernel32(), name);
        Kernel32 kernel32 = writer.kernel32();
        Handle client = Slots.open(kernel32, name);
        int written = 0;
        try {
          while (written < FLOOD_MESSAGES && !round.isOver()) {
            Slots.write(kernel32, client, written, FLOOD_MESSAGE_BYTES);
            written++;
          }
        } catch (Win32Exception e) {
          // The kernel takes no more, as it may.
        }
        int waiting = Slots.waiting(owner.kernel32(), slot);
        require(waiting == written, waiting + " messages wait, and " + written + " were written");
        LockSupport.parkNanos(100 * PAUSE_NANOS);
      }
    }
  }
}
