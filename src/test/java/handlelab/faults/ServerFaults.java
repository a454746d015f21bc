package handlelab.faults;

import handlelab.backend.KernelDoor;
import handlelab.backend.KernelUnavailableException;
import handlelab.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server is killed while processes talk to it: each of their threads gets one clear error, and
 * the next process starts a new server with nothing done by hand.
 */
final class ServerFaults {
  private static final int CHECKS = 8;

  /** No other story's number, so that its children are told apart from others'. */
  private static final int FIRST_MARK = 1_000_000;

  private final Path base;
  private final Patience patience;
  private final LineFaults lines;
  private final long seed;
  private final Tally tally;
  private int worlds;

  /**
   * @param base each server is followed by the next in the same folder {@code k} of it
   * @param lines knows the stories and how long they are
   */
  ServerFaults(Path base, Patience patience, LineFaults lines, long seed, Tally tally) {
    this.base = base;
    this.patience = patience;
    this.lines = lines;
    this.seed = seed;
    this.tally = tally;
  }

  /**
   * Kills {@code count} servers from number {@code first} on, each right after the last, and lets
   * the one after them end.
   */
  void play(int first, int count) throws Exception {
    for (int i = first; i < first + count; i++) {
      Random random = new Random(seed * 7_000_003 + i);
      LineFaults.Plan plan = lines.planAnywhere(random);
      Story story = plan.story().get();
      try {
        kill(story, plan.cut(), random.nextLong());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "server " + i + " killed, " + story.title() + ", " + plan.cut() + ": " + e.getMessage(),
            e);
      }
      tally.survived("server killed under a " + story.title(), CHECKS);
    }
    new World(base, patience, 1).close();
  }

  private void kill(Story story, Cut where, long castSeed) throws Exception {
    World world = new World(base, patience, 1);
    world.requireOthersGoOn();
    ProcessHandle server = world.server();
    AtomicLong killedAt = new AtomicLong();
    Cut cut = new Cut(Cut.What.SERVER, where.direction(), where.bytes(), where.order());
    Runnable killer =
        () -> {
          killedAt.compareAndSet(0, System.nanoTime());
          var unused = server.destroyForcibly();
        };
    worlds++;
    // Folders are numbered per world, and this is another one in the same place.
    try (Link link = new Link(base.resolve("s" + worlds), world.folder, cut, killer)) {
      Cast cast = new Cast(world, link, castSeed, FIRST_MARK + worlds);
      try {
        lines.playOnStage(story, cast);
      } catch (ConnectionLostException | KernelUnavailableException e) {
        if (killedAt.get() == 0) {
          throw new AssertionError("a call failed, and the server lived: " + e, e);
        }
      }
      // Where the story was over before that byte, the server is killed after it.
      killer.run();
      var unused = server.onExit().get();
      world.requireAllLost(killedAt.get());
      World.requireLost(() -> cast.mateKernel().getCurrentProcessId());
      if (cast.victim() != null && !hasNewServer(link)) {
        World.requireLost(() -> cast.victim().kernel32().getCurrentProcessId());
      }
      story.killed(cast);
      Hosts.kill(Integer.toString(FIRST_MARK + worlds));
      cast.dismissVictim();
      cast.mate.close();
    }
  }

  /**
   * Whether the victim was just joining and has, as it should, started a server in what it takes
   * for the runtime folder.
   */
  private static boolean hasNewServer(Link link) {
    List<ProcessHandle> servers = KernelDoor.servers(link.folder());
    servers.forEach(ProcessHandle::destroyForcibly);
    return !servers.isEmpty();
  }

  /** Ends what a failure has left. */
  void abandon() throws IOException {
    for (ProcessHandle server : KernelDoor.servers(base.resolve("k"))) {
      var unused = server.destroyForcibly();
    }
  }
}
