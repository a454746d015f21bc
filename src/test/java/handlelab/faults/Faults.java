package handlelab.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The program that makes faults and judges what is left: {@code Faults SEED COUNT [OPTION...]}.
 *
 * <p>{@code --only N} plays fault N alone, {@code --patience MS} allows more than a second, {@code
 * --lines-only} leaves out what starts JVMs. Exit codes: 0 all survived, 1 not, 2 wrong usage.
 */
public final class Faults {
  private static final int BAR_MILLIS = 1000;
  private static final int CROWD_ROWS = 800;

  /** One fault in so many kills the server, beside those of the lines. */
  private static final int SERVER_SHARE = 50;

  /** One in so many kills a JVM. */
  private static final int JVM_SHARE = 100;

  private Faults() {}

  /** Runs and prints; see the class. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    int only;
    int patience;
    boolean isLinesOnly;
    long seed;
    int count;
    try {
      only = option(words, "--only", -1);
      patience = option(words, "--patience", BAR_MILLIS);
      isLinesOnly = words.remove("--lines-only");
      seed = Long.parseLong(words.remove(0));
      count = number(words.remove(0));
      if (!words.isEmpty()) {
        throw new IllegalArgumentException("too many words");
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      System.err.println("Usage: faults SEED COUNT [--only N] [--patience MS] [--lines-only]");
      System.exit(2);
      return;
    }
    System.exit(run(seed, count, only, patience, isLinesOnly) ? 0 : 1);
  }

  private static int option(List<String> words, String name, int otherwise) {
    int at = words.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    words.remove(at);
    return number(words.remove(at));
  }

  private static int number(String word) {
    int number = Integer.parseInt(word);
    if (number < 0) {
      throw new IllegalArgumentException(word);
    }
    return number;
  }

  static boolean run(long seed, int count, int only, int patienceMillis, boolean isLinesOnly)
      throws Exception {
    long start = System.nanoTime();
    Tally tally = new Tally();
    Patience patience = new Patience(patienceMillis);
    Path base = Folders.create();
    boolean isAllWell = true;
    try {
      play(seed, count, only, tally, patience, base, !isLinesOnly && only < 0);
    } catch (AssertionError e) {
      isAllWell = false;
      System.out.println("FAILED: " + e.getMessage() + "; replay with seed " + seed);
      e.printStackTrace(System.out);
    } finally {
      Folders.delete(base);
    }
    System.out.print(tally.text());
    System.out.printf(
        Locale.ROOT,
        "seed %d, %.1f s, longest wait %d ms (limit %d ms)%n",
        seed,
        (System.nanoTime() - start) / 1e9,
        patience.longestMillis(),
        patienceMillis);
    return isAllWell;
  }

  private static void play(
      long seed, int count, int only, Tally tally, Patience patience, Path base, boolean isAll)
      throws Exception {
    World world = new World(base, patience, CROWD_ROWS);
    try (LineFaults lines = new LineFaults(world, base, seed, tally)) {
      System.out.printf("%d points in turn%n", lines.pointsInTurn());
      int end = only < 0 ? count : only + 1;
      for (int i = Math.max(0, only); i < end; i++) {
        lines.play(i);
      }
      told(tally, patience);
      if (isAll) {
        new JvmFaults(world, seed, tally).play(0, count / JVM_SHARE);
        told(tally, patience);
      }
      world.close();
      if (isAll) {
        new ServerFaults(base, patience, lines, seed, tally).play(0, count / SERVER_SHARE);
        told(tally, patience);
        Path open = Folders.create();
        try {
          new FolderFaults(open, tally).play();
        } finally {
          Folders.delete(open);
        }
      }
    } catch (AssertionError e) {
      world.abandon();
      throw e;
    }
  }

  /** How far it is, because a long run may be ended from outside. */
  private static void told(Tally tally, Patience patience) {
    System.out.printf(
        Locale.ROOT,
        "%d faults survived so far, longest wait %d ms%n",
        tally.faults(),
        patience.longestMillis());
    System.out.flush();
  }
}
