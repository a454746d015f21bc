package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import handlelab.mail.ProgramRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The real programs in JVMs of their own, killed with signal 9 while they start, after what they
 * tell, and while messages pass. What a dead process owes to others is the stories' matter; here
 * nothing of it may be left.
 */
final class JvmFaults {
  private static final int CHECKS = 5;
  private static final int MAX_START_MICROS = 250_000;

  private final World world;
  private final long seed;
  private final Tally tally;

  JvmFaults(World world, long seed, Tally tally) {
    this.world = world;
    this.seed = seed;
    this.tally = tally;
  }

  /** Which program is killed, and what it tells once it is at work. */
  private enum Kind {
    RECEIVER("created"),
    SENDER("opened"),
    PARENT("started"),
    CHILD("inherited");

    final String told;

    Kind(String told) {
      this.told = told;
    }
  }

  /** When it is killed. */
  private enum When {
    STARTING,
    AT_WORK,
    LATER
  }

  /** Plays {@code count} faults from number {@code first} on: kinds and times in turn. */
  void play(int first, int count) throws Exception {
    for (int i = first; i < first + count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      When when = When.values()[i / Kind.values().length % When.values().length];
      try {
        play("jvm\\" + i, kind, when, new Random(seed * 9_000_011 + i));
        tally.survived("JVM killed: " + kind.name().toLowerCase(Locale.ROOT), CHECKS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("JVM " + i + ", " + kind + ", " + when + ": " + e.getMessage(), e);
      }
      world.awaitProcesses(
          "all processes are gone", System.nanoTime(), List.of(), List.of(), () -> {});
      world.requireRowsAsAtStart();
    }
  }

  private void play(String slot, Kind kind, When when, Random random) throws Exception {
    String fullName = "\\\\.\\mailslot\\" + slot;
    try (Backend other = KernelDoor.open(world.folder);
        ProgramRun run = start(kind, slot)) {
      Kernel32 kernel32 = other.kernel32();
      Handle own = kind == Kind.SENDER ? Slots.create(kernel32, fullName) : null;
      // A child cannot be killed before it is there.
      if (when != When.STARTING || kind == Kind.CHILD) {
        run.awaitErr(kind.told);
      }
      if (when != When.AT_WORK) {
        LockSupport.parkNanos(1000L * random.nextInt(MAX_START_MICROS));
      }
      if (kind == Kind.CHILD) {
        List<ProcessHandle> children = run.javaDescendants();
        require(children.size() == 1, children.size() + " child JVMs");
        children.get(0).destroyForcibly();
        require(run.exitCode() == 1, "the parent's exit code is " + run.exitCode());
        String last = run.err().get(run.err().size() - 1);
        require(last.contains("was ended from outside"), "the parent's last words: " + last);
      } else {
        run.kill();
      }
      // The killed parent's child ends once it sees that it has no parent, or before it begins.
      List<Integer> left = List.of(kernel32.getCurrentProcessId());
      if (kind == Kind.PARENT) {
        Patience.awaitAtLast("the child's end", () -> world.isNameFree(fullName));
      }
      world.awaitProcesses(
          "the killed JVM's process is gone", System.nanoTime(), left, gone(run), () -> {});
      if (own != null) {
        kernel32.closeHandle(own);
      }
      world.awaitNameIsFree(fullName, System.nanoTime());
      world.requireUsageCounts();
      world.requireOthersGoOn();
    }
  }

  private ProgramRun start(Kind kind, String slot) {
    Map<String, String> variables = Map.of("HANDLELAB_RUNTIME_DIR", world.folder.toString());
    List<String> options = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData");
    List<String> words = new ArrayList<>(List.of("--backend", "simulated", slot));
    if (kind == Kind.SENDER) {
      words.addAll(List.of("--count", "1000000", "message"));
    } else if (kind != Kind.RECEIVER) {
      words.add("--child");
    }
    Class<?> main = kind == Kind.SENDER ? MailSender.class : MailReceiver.class;
    return ProgramRun.start(main, variables, options, words.toArray(String[]::new));
  }

  /** The program's processes, as far as it has told them. */
  private static List<Integer> gone(ProgramRun run) {
    return run.err().stream()
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .filter(word -> word.startsWith("process="))
        .map(word -> Integer.valueOf(word.substring("process=".length())))
        .toList();
  }
}
