package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random calls of several processes against a model; a failure names the seed to replay. */
class RandomCallsTest extends ContractTest {
  /** Walks this seed only. */
  private static final String SEED_PROPERTY = "handlelab.random.seed";

  /** How long each walk is. */
  private static final String STEPS_PROPERTY = "handlelab.random.steps";

  /** So many walks come to everything, or the generator has gone wrong. */
  private static final int MANY_WALKS = 100;

  private static final Set<String> TO_BE_REACHED =
      Set.of(
          "createMailslot",
          "createFile",
          "duplicateHandle",
          "setHandleInformation",
          "closeHandle",
          "writeFile",
          "readFile",
          "getMailslotInfo",
          "createProcess",
          "openProcess",
          "terminateProcess",
          "getExitCodeProcess",
          "compareObjectHandles",
          "waitForSingleObject",
          "waitForMultipleObjects",
          "createEvent",
          "openEvent",
          "setEvent",
          "resetEvent",
          "createMutex",
          "openMutex",
          "releaseMutex",
          "createSemaphore",
          "openSemaphore",
          "releaseSemaphore",
          "createPipe",
          "createNamedPipe",
          "connectNamedPipe",
          "disconnectNamedPipe",
          "peekNamedPipe",
          "setNamedPipeHandleState",
          "flushFileBuffers",
          "cancelIo",
          "cancelIoEx",
          "fails [2]",
          "fails [5]",
          "fails [6]",
          "fails [38]",
          "fails [87]",
          "fails [121]",
          "fails [122]",
          "fails [183]",
          "fails [109]",
          "fails [231]",
          "fails [232]",
          "fails [233]",
          "fails [288]",
          "fails [298]",
          "fails [536]",
          "fails [1168]");

  @Test
  @Timeout(600)
  void randomCalls_agreeWithTheModel() {
    Long only = Long.getLong(SEED_PROPERTY);
    if (only != null) {
      var unused = walk(only);
      return;
    }
    Set<String> reached = new TreeSet<>();
    // A child that is a JVM takes its time.
    int walks = kernel == KernelUnderTest.SIMULATED ? MANY_WALKS : 2;
    for (long seed = 1; seed <= walks; seed++) {
      reached.addAll(walk(seed));
      closeMachine();
      bootMachine();
    }
    if (walks == MANY_WALKS) {
      Set<String> missed = new TreeSet<>(TO_BE_REACHED);
      missed.removeAll(reached);
      assertEquals(Set.of(), missed, "the walks never came to this");
    }
  }

  private Set<String> walk(long seed) {
    RandomWalk walk = new RandomWalk(machine(), seed);
    try {
      walk.run(Integer.getInteger(STEPS_PROPERTY, kernel == KernelUnderTest.SIMULATED ? 250 : 150));
      walk.touchHandlesOfRoot();
      return walk.reached();
    } catch (AssertionError | RuntimeException failure) {
      List<String> log = walk.log;
      throw new AssertionError(
          failure.getMessage()
              + "\n  replay: -D"
              + SEED_PROPERTY
              + "="
              + seed
              + ", call "
              + log.size()
              + "; the last calls:\n    "
              + String.join("\n    ", log.subList(Math.max(0, log.size() - 12), log.size())),
          failure);
    }
  }
}
