package handlelab.faults;

import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Exception;
import handlelab.backend.KernelUnavailableException;
import handlelab.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Processes that are killed and connections that break at every byte that matters.
 *
 * <p>First each story is played to its end, to learn how many bytes pass and where its pieces end.
 * Then it is cut: at the start of each piece, inside its length, inside its content, before its
 * last byte, in both directions; and after that anywhere.
 */
final class LineFaults implements AutoCloseable {
  /** Points in turn of one story; a longer one is sampled evenly. */
  private static final int MAX_POINTS = 1_200;

  private static final int FEW_POINTS = 100;

  /**
   * Of what is not in turn, so many of a hundred kill a parent: its orphans end only when the
   * server looks after them, which takes longer than all other faults.
   */
  private static final int PARENT_PERCENT = 2;

  /** Of all, one in so many is a wait that is killed. */
  private static final int WAITER_SHARE = 8;

  private static final int CHECKS = 9;

  /** Where among the stories the parent's is. */
  private static final int PARENT = 4;

  private final World world;
  private final long seed;
  private final Tally tally;
  private final Hosts hosts;
  private final List<Supplier<Story>> stories;
  private final List<Plan> inTurn = new ArrayList<>();
  private final List<Extent> extents = new ArrayList<>();
  private final ExecutorService stage =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "story");
            thread.setDaemon(true);
            return thread;
          });

  private record Extent(long up, long down) {}

  /** What is played, and where it breaks. */
  record Plan(Supplier<Story> story, Cut cut) {}

  /**
   * @param own a folder for pipes to children
   */
  LineFaults(World world, Path own, long seed, Tally tally) throws Exception {
    this.world = world;
    this.seed = seed;
    this.tally = tally;
    this.hosts = new Hosts(own);
    this.stories =
        List.of(
            ReceiverStory::new,
            () -> new SenderStory(1),
            HolderStory::new,
            () -> new SenderStory(3),
            ParentStory::new,
            () -> new ChildStory(hosts),
            LookerStory::new,
            PipeStory::new);
    for (Supplier<Story> story : stories) {
      learn(story);
    }
    Collections.shuffle(inTurn, new Random(seed));
  }

  /** How many points there are at which a conversation is cut in turn. */
  int pointsInTurn() {
    return inTurn.size();
  }

  /** Plays a story uncut and notes its points. */
  private void learn(Supplier<Story> story) throws Exception {
    try (Link link = world.link(null, () -> {})) {
      Cast cast = new Cast(world, link, seed, 0);
      Story played = story.get();
      perform(played, cast);
      List<Cut> points = new ArrayList<>();
      List<Long> up = link.pieceEnds(Cut.Direction.UP);
      List<Long> down = link.pieceEnds(Cut.Direction.DOWN);
      points.addAll(points(Cut.Direction.UP, up));
      points.addAll(points(Cut.Direction.DOWN, down));
      // Pieces of several threads come in another order each time: there is no turn to keep.
      int most = played.isInOrder() ? MAX_POINTS : FEW_POINTS;
      int step = 1 + points.size() / most;
      for (int i = 0; i < points.size(); i += step) {
        inTurn.add(new Plan(story, points.get(i)));
      }
      extents.add(new Extent(up.get(up.size() - 1), down.get(down.size() - 1)));
    }
  }

  private static List<Cut> points(Cut.Direction direction, List<Long> ends) {
    List<Cut> points = new ArrayList<>();
    long start = 0;
    for (long end : ends) {
      long middle = (start + end) / 2;
      for (long at : new long[] {start, start + 2, start + 4, middle, end - 1}) {
        if (at >= start && at < end) {
          Cut.What what = points.size() % 4 == 3 ? Cut.What.CONNECTION : Cut.What.PROCESS;
          points.add(new Cut(what, direction, at, end));
        }
      }
      start = end;
    }
    return points;
  }

  private Plan plan(int number, Random random) {
    if (number < inTurn.size()) {
      return inTurn.get(number);
    }
    int story =
        random.nextInt(100) < PARENT_PERCENT
            ? PARENT
            : (PARENT + 1 + random.nextInt(stories.size() - 1)) % stories.size();
    Extent extent = extents.get(story);
    boolean isUp = random.nextBoolean();
    Cut cut =
        new Cut(
            random.nextInt(4) == 0 ? Cut.What.CONNECTION : Cut.What.PROCESS,
            isUp ? Cut.Direction.UP : Cut.Direction.DOWN,
            random.nextLong(isUp ? extent.up : extent.down),
            random.nextLong());
    return new Plan(stories.get(story), cut);
  }

  /** A story and a point in it, of which nothing was said before. */
  Plan planAnywhere(Random random) {
    return plan(Integer.MAX_VALUE, random);
  }

  /**
   * Plays fault {@code number}.
   *
   * @throws AssertionError where something is not as it should be after it
   */
  void play(int number) throws Exception {
    // Random's own first numbers are much alike for seeds that follow each other.
    Random random = new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong());
    Plan plan = plan(number, random);
    if (number % WAITER_SHARE == 0) {
      boolean isTerminated = random.nextBoolean();
      plan = new Plan(() -> new WaiterStory(isTerminated), null);
    }
    Story story = plan.story.get();
    try (Link link = world.link(plan.cut, () -> {})) {
      Cast cast = new Cast(world, link, random.nextLong(), number + 1);
      String kind = perform(story, cast);
      tally.survived(kind, CHECKS);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "fault " + number + ", " + story.title() + ", " + plan.cut + ": " + e.getMessage(), e);
    }
  }

  /** Plays and checks; returns what kind of fault it was. */
  private String perform(Story story, Cast cast) throws Exception {
    boolean isEnded = false;
    try {
      playOnStage(story, cast);
    } catch (ConnectionLostException
        | KernelUnavailableException
        | ProcessEndedException
        | Win32Exception e) {
      // The mate's calls fail, too, where the victim's slot is gone with it.
      if (!cast.link.isFired() && !(story instanceof WaiterStory)) {
        throw new AssertionError("a call failed, and nothing was cut: " + e, e);
      }
      isEnded = true;
    }
    boolean isLineOnly = cast.link.isFired() && !cast.link.isLifeLineCut();
    if (isLineOnly && cast.victim() != null && cast.victimId() != 0) {
      story.requireVictimGoesOn(cast);
    }
    long start = System.nanoTime();
    cast.link.cut();
    story.killed(cast);
    cast.requireEndIsTold(start, story.exitCodes());
    story.awaitGone(cast, start);
    world.requireUsageCounts();
    story.requireAftermath(cast);
    world.requireOthersGoOn();
    world.requireUsageCounts();
    cast.dismissVictim();
    int mateId = cast.mateId();
    cast.mate.close();
    world.awaitProcesses(
        "the mate is gone", System.nanoTime(), List.of(), List.of(mateId), () -> {});
    world.requireRowsAsAtStart();
    String where = isLineOnly ? "one connection cut" : isEnded ? "killed" : "killed after the end";
    return story.title() + ": " + where;
  }

  /** Plays it on a thread of its own, so that a call that hangs is seen. */
  void playOnStage(Story story, Cast cast) throws Exception {
    var playing =
        stage.submit(
            () -> {
              story.play(cast);
              return null;
            });
    try {
      playing.get(Patience.HANG_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a call hangs", e);
    }
  }

  @Override
  public void close() throws IOException {
    stage.shutdownNow();
    hosts.close();
  }
}
