package handlelab.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The program that lets everything happen at once to one server for a chosen time: {@code Soak
 * [MINUTES] [SEED]}.
 *
 * <p>It goes by rounds. In a round, processes exchange messages and flood, while others play their
 * stories, several at once, and are killed at any byte of them, and JVMs of the real programs are
 * killed; beside them a second server is killed again and again. After each round all of them end,
 * and what the server keeps is looked at: its processes and rows must be exactly those of the
 * start. Its heap after a collection is flat where the least of the last quarter of the rounds is
 * at most {@link #FLAT_BYTES} above that of the first quarter, the first round left out: what a
 * thread that is about to end still holds comes on top in some rounds, and what is never given back
 * in all of them. Exit codes: 0 flat and nothing lost or doubled, 1 not, 2 wrong usage.
 */
public final class Soak {
  static final long FLAT_BYTES = 512 * 1024;

  private static final int LONGEST_ROUND_SECONDS = 25;

  /** However short it is: the first and the last quarter are compared. */
  private static final int LEAST_ROUNDS = 8;

  private static final int CROWD_ROWS = 800;

  private static final int STORIES_AT_ONCE = 4;

  /** Each fault has a number of its own, and so the names and children of its story. */
  private static final int NUMBERS_EACH = 200_000;

  private final World world;
  private final SoakLoad load;

  /** Each plays one fault after the other. */
  private final List<LineFaults> lines = new ArrayList<>();

  private final JvmFaults jvms;
  private final ServerFaults servers;
  private final Tally tally;
  private final Random random;
  private final List<ServerHealth> health = new ArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool(Soak::daemon);

  /** Always the same threads, because each has its own connections to the server. */
  private final List<ExecutorService> faultMakers = new ArrayList<>();

  private final int[] lineNumbers = new int[STORIES_AT_ONCE];

  private volatile boolean isRoundOver;
  private int jvmNumber;

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "soak");
    thread.setDaemon(true);
    return thread;
  }

  private Soak(Path base, long seed) throws Exception {
    Patience patience = new Patience(Patience.HANG_MILLIS);
    tally = new Tally();
    random = new Random(seed);
    world = new World(base.resolve("a"), patience, CROWD_ROWS);
    load = new SoakLoad(world);
    for (int i = 0; i < STORIES_AT_ONCE; i++) {
      Path own = Files.createDirectory(base.resolve("h" + i));
      lines.add(new LineFaults(world, own, seed, tally));
      lineNumbers[i] = i * NUMBERS_EACH;
      faultMakers.add(Executors.newSingleThreadExecutor(Soak::daemon));
    }
    jvms = new JvmFaults(world, seed, tally);
    servers = new ServerFaults(base.resolve("b"), patience, lines.get(0), seed, tally);
  }

  /** Runs and prints; see the class. */
  public static void main(String[] arguments) throws Exception {
    double minutes;
    long seed;
    try {
      minutes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 30;
      seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime() & 0xFFFF;
      if (!(minutes > 0) || arguments.length > 2) {
        throw new NumberFormatException();
      }
    } catch (NumberFormatException e) {
      System.err.println("Usage: soak [MINUTES] [SEED]");
      System.exit(2);
      return;
    }
    System.exit(run(minutes, seed) ? 0 : 1);
  }

  static boolean run(double minutes, long seed) throws Exception {
    Path base = Folders.create();
    for (String part : List.of("a", "b")) {
      Files.createDirectory(base.resolve(part));
    }
    Soak soak = new Soak(base, seed);
    try {
      boolean isFlat = soak.rounds(minutes, seed);
      for (LineFaults one : soak.lines) {
        one.close();
      }
      soak.world.close();
      return isFlat;
    } catch (AssertionError | CompletionException e) {
      System.out.println("FAILED: " + e.getMessage() + "; seed " + seed);
      e.printStackTrace(System.out);
      soak.world.abandon();
      soak.servers.abandon();
      return false;
    } finally {
      Folders.delete(base);
    }
  }

  private boolean rounds(double minutes, long seed) throws Exception {
    long end = System.nanoTime() + (long) (minutes * 60e9);
    long roundNanos = (long) (Math.min(LONGEST_ROUND_SECONDS, minutes * 60 / LEAST_ROUNDS) * 1e9);
    System.out.printf(Locale.ROOT, "soak of %.1f minutes, seed %d%n", minutes, seed);
    look(0);
    for (int round = 1; round <= LEAST_ROUNDS || System.nanoTime() < end; round++) {
      long roundEnd = System.nanoTime() + roundNanos;
      playRound(round, round <= LEAST_ROUNDS ? roundEnd : Math.min(end, roundEnd));
      look(round);
    }
    System.out.print(tally.text());
    return report();
  }

  private void playRound(int round, long end) throws Exception {
    isRoundOver = false;
    world.setBusy(true);
    SoakLoad.Round over = () -> isRoundOver;
    List<CompletableFuture<Void>> running = new ArrayList<>();
    running.add(start(() -> load.stream(over, seeded(), 1)));
    running.add(start(() -> load.stream(over, seeded(), 3)));
    running.add(start(() -> load.flood(over)));
    running.add(start(() -> faults(round), faultMakers.get(0)));
    for (int i = 1; i < STORIES_AT_ONCE; i++) {
      int number = i;
      running.add(start(() -> stories(number), faultMakers.get(i)));
    }
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(running.toArray(new CompletableFuture<?>[0]));
    try {
      // Whoever ends before the round does has failed.
      first.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      // The round is over, as it should be.
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError("round " + round + ": " + e.getCause().getMessage(), e.getCause());
    }
    isRoundOver = true;
    for (CompletableFuture<Void> one : running) {
      one.get(Patience.HANG_MILLIS, TimeUnit.MILLISECONDS);
    }
    world.setBusy(false);
  }

  private Random seeded() {
    synchronized (random) {
      return new Random(random.nextLong());
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private CompletableFuture<Void> start(Work work) {
    return start(work, workers);
  }

  private static CompletableFuture<Void> start(Work work, ExecutorService executor) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        executor);
  }

  /** Faults one after the other: most on lines, some of JVMs, and one of another server a round. */
  private void faults(int round) throws Exception {
    servers.play(round, 1);
    while (!isRoundOver) {
      jvms.play(jvmNumber++, 1);
      for (int i = 0; i < 40 && !isRoundOver; i++) {
        lines.get(0).play(lineNumbers[0]++);
      }
    }
  }

  private void stories(int number) throws Exception {
    while (!isRoundOver) {
      lines.get(number).play(lineNumbers[number]++);
    }
  }

  /** All of the round have ended: the server must keep what it kept at the start. */
  private void look(int round) throws Exception {
    world.awaitProcesses(
        "all processes of the round are gone", System.nanoTime(), List.of(), List.of(), () -> {});
    world.requireRowsAsAtStart();
    world.requireUsageCounts();
    world.requireOthersGoOn();
    ServerHealth now = ServerHealth.of(world.server());
    health.add(now);
    System.out.printf(
        Locale.ROOT,
        "round %d: %,d messages, %,d processes, %,d faults survived; %d rows, %s%n",
        round,
        load.messages.get(),
        load.processes.get(),
        tally.faults(),
        world.countRows() + world.crowdRows,
        now.text());
    System.out.flush();
  }

  private boolean report() {
    int quarter = Math.max(1, (health.size() - 1) / 4);
    long early = least(health.subList(1, 1 + quarter));
    long late = least(health.subList(health.size() - quarter, health.size()));
    boolean isFlat = late - early <= FLAT_BYTES;
    System.out.printf(
        Locale.ROOT,
        "heap after collection: %,d bytes early, %,d late: %s (limit: %,d more)%n",
        early,
        late,
        isFlat ? "flat" : "NOT FLAT",
        FLAT_BYTES);
    return isFlat;
  }

  private static long least(List<ServerHealth> some) {
    return some.stream().mapToLong(ServerHealth::heapBytes).min().orElseThrow();
  }
}
