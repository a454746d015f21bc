package handlelab.stress;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Many writers and some readers of one slot. Each message says who wrote it and its number, and its
 * other bytes follow from these; so each reader knows what it must have read, and in which order.
 */
final class Messages {
  private static final int HEADER_BYTES = 12;
  private static final int LARGE_BYTES = 5000;

  /** As many bytes of each value as a message may have behind its header. */
  private static final byte[][] PADDING = new byte[256][LARGE_BYTES - HEADER_BYTES];

  static {
    for (int value = 0; value < PADDING.length; value++) {
      Arrays.fill(PADDING[value], (byte) value);
    }
  }

  private final Stage stage;
  private final int writers;
  private final int readers;
  private final int messagesOfWriter;
  private final String slotName =
      "\\\\.\\mailslot\\handlelab\\stress-" + ProcessHandle.current().pid();

  /** Which messages were read, a bit each. */
  private final AtomicLongArray seen;

  final LongAdder bytes = new LongAdder();
  final LongAdder refused = new LongAdder();

  Messages(Stage stage, long messages, int writers, int readers) {
    this.stage = stage;
    this.writers = writers;
    this.readers = readers;
    this.messagesOfWriter = Math.toIntExact(messages / writers);
    this.seen = new AtomicLongArray(Math.toIntExact(messages() / 64 + 1));
  }

  long messages() {
    return (long) messagesOfWriter * writers;
  }

  /** Runs to the end, and fails where something is lost, doubled, changed, out of order or left. */
  void run() throws InterruptedException {
    Kernel32 owner = stage.process();
    int rowsBefore = stage.rows(owner);
    Handle server = owner.createMailslot(slotName, 0, Win32.MAILSLOT_WAIT_FOREVER, null);
    ExecutorService threads = Executors.newFixedThreadPool(writers + readers);
    try {
      List<Future<?>> reading = new ArrayList<>();
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        reading.add(threads.submit(() -> read(owner, server)));
      }
      for (int i = 0; i < writers; i++) {
        int writer = i;
        Kernel32 process = stage.furtherProcess();
        writing.add(threads.submit(() -> write(process, writer)));
      }
      await(writing);
      Handle last = open(owner);
      for (int i = 0; i < readers; i++) {
        owner.writeFile(last, ByteBuffer.allocate(0));
      }
      owner.closeHandle(last);
      await(reading);
    } finally {
      threads.shutdownNow();
    }
    check(0, owner.getMailslotInfo(server).messageCount(), "messages left");
    owner.closeHandle(server);
    check(rowsBefore, stage.rows(owner), "rows");
    for (long message = 0; message < messages(); message++) {
      check(1, (int) (seen.get((int) (message / 64)) >>> (message % 64)) & 1, "lost: " + message);
    }
  }

  private static void await(List<Future<?>> futures) throws InterruptedException {
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  private static void check(int expected, int found, String what) {
    if (expected != found) {
      throw new AssertionError(what + ": " + found + " instead of " + expected);
    }
  }

  private Handle open(Kernel32 process) {
    return process.createFile(
        slotName,
        Win32.GENERIC_WRITE,
        Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
        null,
        Win32.OPEN_EXISTING,
        0,
        null);
  }

  private void write(Kernel32 process, int writer) {
    Handle client = open(process);
    ByteBuffer message = ByteBuffer.allocate(LARGE_BYTES);
    for (int number = 0; number < messagesOfWriter; number++) {
      fill(message.clear(), writer, number);
      while (!tryWrite(process, client, message)) {
        refused.increment();
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("given up: no reader makes room");
        }
        LockSupport.parkNanos(20_000);
      }
    }
    process.closeHandle(client);
  }

  /** False where the kernel has no room for it now. */
  private static boolean tryWrite(Kernel32 process, Handle client, ByteBuffer message) {
    try {
      process.writeFile(client, message);
      return true;
    } catch (Win32Exception e) {
      if (e.errorCode() != Win32Error.ERROR_NO_SYSTEM_RESOURCES
          && e.errorCode() != Win32Error.ERROR_NOT_ENOUGH_QUOTA) {
        throw e;
      }
      return false;
    }
  }

  /** One in a thousand is large; the others have 12 to 139 bytes. */
  private static void fill(ByteBuffer message, int writer, int number) {
    int length = number % 1000 == 999 ? LARGE_BYTES : HEADER_BYTES + ((number * 31 + writer) & 127);
    message.putInt(writer).putInt(number).putInt(length);
    message.put(PADDING[(writer * 7 + number) & 255], 0, length - HEADER_BYTES).flip();
  }

  private void read(Kernel32 process, Handle server) {
    int[] next = new int[writers];
    ByteBuffer message = ByteBuffer.allocate(LARGE_BYTES);
    ByteBuffer expected = ByteBuffer.allocate(LARGE_BYTES);
    while (process.readFile(server, message.clear()) > 0) {
      message.flip();
      int writer = message.getInt(0);
      int number = message.getInt(4);
      fill(expected.clear(), writer, number);
      if (!message.equals(expected)) {
        throw new AssertionError("message " + number + " of writer " + writer + " has changed");
      }
      if (number < next[writer] || (readers == 1 && number != next[writer])) {
        throw new AssertionError("message " + number + " of " + writer + " is out of order");
      }
      next[writer] = number + 1;
      long index = (long) writer * messagesOfWriter + number;
      long bit = 1L << (index % 64);
      long before = seen.getAndAccumulate((int) (index / 64), bit, (old, more) -> old | more);
      if ((before & bit) != 0) {
        throw new AssertionError("message " + number + " of writer " + writer + " came twice");
      }
      bytes.add(message.limit());
    }
  }

  /** Arguments: jvm, shared or real; the number of messages, of writers, of readers. */
  public static void main(String[] arguments) throws InterruptedException {
    long count = Long.parseLong(arguments[1]);
    int writers = Integer.parseInt(arguments[2]);
    int readers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    try (Stage stage = new Stage(arguments[0])) {
      Messages run = new Messages(stage, count, writers, readers);
      long start = System.nanoTime();
      run.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%s: %,d messages, %,d bytes, %d writers, %d readers, %.1f s, %,.0f messages a second;"
              + " %,d writes came again because there was no room; heap limit %,d MB. Each message"
              + " was read once, in its writer's order, unchanged; no message and no row is left%n",
          stage,
          run.messages(),
          run.bytes.sum(),
          writers,
          readers,
          seconds,
          run.messages() / seconds,
          run.refused.sum(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }
}
