package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The load of a soak: processes that exchange messages, hand handles to each other, inherit and
 * flood, each until the round is over. Each method is one worker and may run on any thread.
 */
final class SoakLoad {
  /** So many messages, then a pause: the load leaves room on the machine. */
  private static final int BURST = 16;

  private static final long PAUSE_NANOS = 10_000_000;
  private static final int FLOOD_MESSAGE_BYTES = 32_000;
  private static final int FLOOD_MESSAGES = 1_000;
  private static final int OWN_ROWS = 20;
  private static final int FIRST_MARK = 5_000_000;

  final AtomicLong calls = new AtomicLong();
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
      Kernel32 reading = Counted.of(receiver.kernel32(), calls);
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
      Kernel32 writing = Counted.of(sender.kernel32(), calls);
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

  /** Two processes hand handles to each other; each one's rows are as many as it knows of. */
  void duplicate(Round round, Random random) {
    while (!round.isOver()) {
      try (Backend one = open();
          Backend two = open()) {
        Kernel32 giving = Counted.of(one.kernel32(), calls);
        Kernel32 taking = Counted.of(two.kernel32(), calls);
        Handle slot = Slots.create(giving, nextName("dup"));
        Handle target = World.openProcess(giving, taking.getCurrentProcessId());
        List<Handle> given = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          if (given.size() < OWN_ROWS && random.nextBoolean()) {
            Handle self = Handle.CURRENT_PROCESS;
            boolean inherits = random.nextBoolean();
            given.add(giving.duplicateHandle(self, slot, target, 0, inherits, Slots.SELF_OPTIONS));
          } else if (!given.isEmpty()) {
            taking.closeHandle(given.remove(random.nextInt(given.size())));
          }
          if (i % BURST == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        }
        int rows = two.handleTables().handles(taking.getCurrentProcessId()).size();
        require(rows == given.size(), rows + " rows, and " + given.size() + " were given");
      }
    }
  }

  /** A process starts children, which inherit half of its rows, and ends them in all ways. */
  void inherit(Round round, Random random) {
    while (!round.isOver()) {
      try (Backend parent = open()) {
        Kernel32 kernel32 = Counted.of(parent.kernel32(), calls);
        Handle slot = Slots.create(kernel32, nextName("inherit"));
        Handle self = Handle.CURRENT_PROCESS;
        for (int i = 0; i < OWN_ROWS; i++) {
          var unused =
              kernel32.duplicateHandle(self, slot, self, 0, i % 2 == 0, Slots.SELF_OPTIONS);
        }
        String mark = Integer.toString(FIRST_MARK + names.incrementAndGet());
        int flags = random.nextBoolean() ? Win32.CREATE_SUSPENDED : 0;
        ProcessInformation child = Hosts.startSilent(kernel32, mark, flags);
        processes.incrementAndGet();
        int inherited = parent.handleTables().handles(child.processId()).size();
        require(inherited == 1 + OWN_ROWS / 2, "the child inherited " + inherited + " rows");
        if (flags != 0 && random.nextBoolean()) {
          require(kernel32.resumeThread(child.thread()) == 1, "suspended once");
        }
        if (random.nextBoolean()) {
          kernel32.terminateProcess(child.process(), 3);
        } else if (flags == 0) {
          Patience.awaitAtLast("the child's host process", () -> Hosts.kill(mark) > 0);
        } else {
          kernel32.terminateProcess(child.process(), 4);
        }
        int told = kernel32.waitForSingleObject(child.process(), (int) Patience.HANG_MILLIS);
        require(told == Win32.WAIT_OBJECT_0, "the child's end was not told: " + told);
        LockSupport.parkNanos(10 * PAUSE_NANOS);
      }
    }
  }

  /** A writer fills a slot that nobody reads, until it is told to stop or the round is over. */
  void flood(Round round) {
    while (!round.isOver()) {
      try (Backend owner = open();
          Backend writer = open()) {
        String name = nextName("flood");
        Handle slot = Slots.create(Counted.of(owner.kernel32(), calls), name);
        Kernel32 kernel32 = Counted.of(writer.kernel32(), calls);
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

  /** Owners of one mutex, each of them in a process that may end while it owns it. */
  void own(Round round, Random random) {
    String name = nextName("mutex").replaceAll("\\W", "");
    try (Backend watcher = open()) {
      Kernel32 watching = Counted.of(watcher.kernel32(), calls);
      Handle mutex = watching.createMutex(null, false, name).handle();
      while (!round.isOver()) {
        boolean isAbandoned = random.nextBoolean();
        CompletableFuture<Integer> waiting;
        try (Backend owner = open()) {
          Kernel32 owning = Counted.of(owner.kernel32(), calls);
          Handle owned = owning.openMutex(Win32.SYNCHRONIZE, false, name);
          int taken = owning.waitForSingleObject(owned, Win32.INFINITE);
          require(taken == Win32.WAIT_OBJECT_0, "a mutex that was given back gave " + taken);
          waiting = CompletableFuture.supplyAsync(() -> takeOnce(watching, mutex));
          if (!isAbandoned) {
            owning.releaseMutex(owned);
            waiting.join();
          }
        }
        int expected = isAbandoned ? Win32.WAIT_ABANDONED : Win32.WAIT_OBJECT_0;
        // The wait may have begun only after the end.
        require(waiting.join() == expected, "the next owner was told otherwise");
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static int takeOnce(Kernel32 kernel32, Handle mutex) {
    int taken = kernel32.waitForSingleObject(mutex, Win32.INFINITE);
    kernel32.releaseMutex(mutex);
    return taken;
  }

  /** A pipe server with overlapped reads, and clients one after the other: all bytes come. */
  void pipe(Round round, Random random) {
    String name = nextName("pipe").replace("mailslot", "pipe");
    int openMode = Win32.PIPE_ACCESS_INBOUND | Win32.FILE_FLAG_OVERLAPPED;
    try (Backend serving = open()) {
      Kernel32 server = Counted.of(serving.kernel32(), calls);
      Handle event = server.createEvent(null, true, false, null).handle();
      int mode = Win32.PIPE_TYPE_MESSAGE | Win32.PIPE_READMODE_MESSAGE;
      Handle pipe = server.createNamedPipe(name, openMode, mode, 1, 4096, 4096, 0, null).handle();
      while (!round.isOver()) {
        int count = 20 + random.nextInt(100);
        Random sizes = new Random(random.nextLong());
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(() -> sendToPipe(name, count, sizes));
        await(server, pipe, event, connect -> server.connectNamedPipe(pipe, connect).name());
        for (int i = 0; i < count; i++) {
          ByteBuffer target = ByteBuffer.allocateDirect(100_000);
          int length =
              await(
                  server, pipe, event, read -> server.readFile(pipe, target, read).state().name());
          int number = target.getInt(0);
          ByteBuffer expected = Slots.message(i, length);
          require(number == i, "not the next message: " + number);
          require(target.flip().limit(length).equals(expected), "message " + i + " is not whole");
          messages.incrementAndGet();
        }
        sending.join();
        server.disconnectNamedPipe(pipe);
      }
    }
  }

  private void sendToPipe(String name, int count, Random sizes) {
    try (Backend waiting = open()) {
      int limit = (int) Patience.HANG_MILLIS;
      require(waiting.kernel32().waitNamedPipe(name, limit), "the pipe never listened");
    }
    send(name, 0, count, sizes);
  }

  private static int await(
      Kernel32 server, Handle pipe, Handle event, Function<Overlapped, String> start) {
    Overlapped overlapped = Overlapped.of(event);
    String state = start.apply(overlapped);
    if (state.equals("ALREADY_CONNECTED")) {
      return 0;
    }
    if (state.equals("PENDING")) {
      int told = server.waitForMultipleObjects(List.of(event), false, Win32.INFINITE);
      require(told == 0, "waiting for an operation gave " + told);
    }
    return server.getOverlappedResult(pipe, overlapped, true).bytes();
  }
}
