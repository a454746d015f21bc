package handlelab.stress;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.lib.ChildLaunch;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import handlelab.lib.MailslotClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rounds in which handles are closed while other threads read, ask or wait, and their values are
 * taken by other objects at once.
 *
 * <p>Each thread comes back, and is told that the handle is closed. Neighbours, slots that are made
 * in the same moment and so get the values, keep their messages and their settings: whoever used a
 * value too late would have taken or changed them.
 */
final class Closing implements AutoCloseable {
  private static final int READERS = 2;
  private static final int NEIGHBOURS = 4;
  private static final int HANG_SECONDS = 60;
  private static final List<String> CHILD = List.of("cmd.exe", "/c", "exit", "0");

  private final Stage stage;
  private final Kernel32 kernel32;
  private final int childEvery;
  private final Random random;
  private final ExecutorService threads = Executors.newCachedThreadPool(Closing::daemon);
  private final String prefix = "handlelab\\closing-" + ProcessHandle.current().pid() + "-";
  int freed;
  int neighbours;
  int children;

  /**
   * @param childEvery each round of that number closes a child's handle, too; 0 for none
   */
  Closing(Stage stage, int childEvery, long seed) {
    this.stage = stage;
    this.kernel32 = stage.process();
    this.childEvery = childEvery;
    this.random = new Random(seed);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "closing");
    thread.setDaemon(true);
    return thread;
  }

  /** Rows by {@link Stage#kind}. */
  Map<String, Integer> rows() {
    Map<String, Integer> rows = new TreeMap<>();
    for (HandleRow row : stage.tables().handles(kernel32.getCurrentProcessId())) {
      rows.merge(Stage.kind(row), 1, Integer::sum);
    }
    return rows;
  }

  void run(int rounds) throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      round(round);
      if (childEvery != 0 && round % childEvery == childEvery - 1) {
        closeChild();
      }
    }
  }

  private void round(int round) throws InterruptedException {
    Mailslot slot = Mailslot.create(kernel32, prefix + "slot");
    CountDownLatch begun = new CountDownLatch(READERS + 1);
    List<Future<?>> users = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      users.add(threads.submit(() -> untilClosed(begun, slot::receive)));
    }
    users.add(threads.submit(() -> untilClosed(begun, slot::info)));
    Future<?> neighbour = threads.submit(() -> neighbours(round, begun));
    begun.await();
    pause();
    Future<?> otherCloser = threads.submit(slot::close);
    slot.close();
    users.forEach(this::await);
    await(otherCloser);
    await(neighbour);
    freed += users.size();
    neighbours += NEIGHBOURS;
  }

  /** Some time, in which the readers get as far as they happen to. */
  private void pause() {
    for (int i = random.nextInt(2000); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  /** Uses it for as long as it is open. */
  private static void untilClosed(CountDownLatch begun, Runnable use) {
    begun.countDown();
    try {
      while (true) {
        use.run();
      }
    } catch (IllegalStateException e) {
      if (!"closed".equals(e.getMessage())) {
        throw e;
      }
    }
  }

  /** Makes slots with a message each while the other one is closed, and finds them unchanged. */
  private void neighbours(int round, CountDownLatch begun) {
    try {
      begun.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int number = 0; number < NEIGHBOURS; number++) {
      String name = prefix + number;
      try (Mailslot slot = Mailslot.create(kernel32, name, 0, 0, false);
          MailslotClient client = MailslotClient.connect(kernel32, name)) {
        client.send("for " + number + " in " + round);
        Thread.onSpinWait();
        String got =
            slot.tryReceive()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("nothing");
        if (!got.equals("for " + number + " in " + round)) {
          throw new AssertionError("somebody else has taken a message; there is " + got);
        }
      }
    }
  }

  /** Two wait for a child whose handle is closed; its end lets them go. */
  private void closeChild() throws InterruptedException {
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      ChildProcess child = launch.suspended().start(CHILD);
      Handle own =
          kernel32.duplicateHandle(
              Handle.CURRENT_PROCESS,
              child.handle(),
              Handle.CURRENT_PROCESS,
              0,
              false,
              Win32.DUPLICATE_SAME_ACCESS);
      CountDownLatch begun = new CountDownLatch(2);
      Runnable wait =
          () -> {
            begun.countDown();
            int code = child.waitFor();
            if (code != 7) {
              throw new AssertionError("the child ended with " + code);
            }
          };
      List<Future<?>> waiters = List.of(threads.submit(wait), threads.submit(wait));
      begun.await();
      kernel32.terminateProcess(own, 7);
      child.close();
      waiters.forEach(waiter -> awaitEndOrClosed(waiter));
      kernel32.closeHandle(own);
      children++;
    }
  }

  private void awaitEndOrClosed(Future<?> waiter) {
    try {
      await(waiter);
    } catch (AssertionError e) {
      // It had not begun to wait when the handle was closed.
      boolean isClosed =
          e.getCause() instanceof IllegalStateException closed
              && "closed".equals(closed.getMessage());
      if (!isClosed) {
        throw e;
      }
    }
  }

  private void await(Future<?> work) {
    try {
      var unused = work.get(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a thread does not come back", e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().toString(), e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /**
   * Arguments: jvm or real; the number of rounds; each round of which number closes a child's
   * handle; a seed.
   */
  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[1]);
    int childEvery = Integer.parseInt(arguments[2]);
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
    try (Stage stage = new Stage(arguments[0]);
        Closing closing = new Closing(stage, childEvery, seed)) {
      closing.run(Math.max(200, childEvery));
      closing.freed = 0;
      closing.neighbours = 0;
      closing.children = 0;
      Map<String, Integer> before = closing.rows();
      long start = System.nanoTime();
      closing.run(count);
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Integer> after = closing.rows();
      System.out.printf(
          "%s: %,d handles closed while others used them, %,d threads let go, %,d children's"
              + " handles, %,d neighbours unharmed; %.1f s%nrows before: %s%nrows after:  %s%n",
          stage,
          count,
          closing.freed,
          closing.children,
          closing.neighbours,
          seconds,
          before,
          after);
      for (String type : List.of(Stage.MAILSLOT, "Process")) {
        if (!before.getOrDefault(type, 0).equals(after.getOrDefault(type, 0))) {
          System.out.println("the table has more or fewer rows of " + type);
          System.exit(1);
        }
      }
    }
  }
}
