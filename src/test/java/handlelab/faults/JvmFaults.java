package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import handlelab.mail.ProgramRun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The real programs in JVMs of their own, killed with signal 9 after each thing that they tell, and
 * at any time.
 */
final class JvmFaults {
  private static final int CHECKS = 5;
  private static final int MAX_START_MICROS = 250_000;
  private static final String WORD = "message";

  private final World world;
  private final long seed;
  private final Tally tally;
  private int number;
  private String slot;
  private ProgramRun run;
  private Backend other;
  private long killedAt;

  JvmFaults(World world, long seed, Tally tally) {
    this.world = world;
    this.seed = seed;
    this.tally = tally;
  }

  /** Which program is killed, and when. */
  private enum Kind {
    RECEIVER,
    SENDER,
    PARENT,
    CHILD
  }

  /** The steps of each kind, in turn: at any time of its start, and after what it tells. */
  private static final int STEPS = 4;

  /** Plays {@code count} faults from number {@code first} on: kinds and steps in turn. */
  void play(int first, int count) throws Exception {
    for (int i = first; i < first + count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      int step = i / Kind.values().length % STEPS;
      Random random = new Random(seed * 9_000_011 + i);
      number = i;
      slot = "jvm\\" + i;
      other = KernelDoor.open(world.folder);
      try {
        play(kind, step, random);
        tally.survived("JVM killed: " + kind.name().toLowerCase(Locale.ROOT), CHECKS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "JVM " + number + ", " + kind + ", step " + step + ": " + e.getMessage(), e);
      } finally {
        run.close();
        other.close();
      }
      world.awaitProcesses(
          "all processes are gone", System.nanoTime(), List.of(), List.of(), () -> {});
      world.requireRowsAsAtStart();
    }
  }

  private void play(Kind kind, int step, Random random) throws Exception {
    switch (kind) {
      case RECEIVER -> receiver(step, random);
      case SENDER -> sender(step, random);
      case PARENT -> receiverWithChild(step, random, true);
      case CHILD -> receiverWithChild(Math.max(1, step), random, false);
    }
    world.requireUsageCounts();
    world.requireOthersGoOn();
  }

  private ProgramRun start(Class<?> main, String... arguments) {
    Map<String, String> variables = Map.of("HANDLELAB_RUNTIME_DIR", world.folder.toString());
    List<String> options = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData");
    return ProgramRun.start(main, variables, options, arguments);
  }

  private void kill() throws Exception {
    run.kill();
    world.awaitProcesses(
        "the killed JVM's process is gone",
        System.nanoTime(),
        List.of(other.kernel32().getCurrentProcessId()),
        gone(),
        () -> {});
    killedAt = System.nanoTime();
  }

  /** The program's process, where it has told it. */
  private List<Integer> gone() {
    for (String line : run.err()) {
      if (line.contains(" process=")) {
        return List.of(Integer.parseInt(fact(line, "process")));
      }
    }
    return List.of();
  }

  private static void pause(Random random) {
    LockSupport.parkNanos(1000L * random.nextInt(MAX_START_MICROS));
  }

  private void receiver(int step, Random random) throws Exception {
    run = start(MailReceiver.class, "--backend", "simulated", "--count", "1000", slot);
    if (step == 0) {
      pause(random);
      kill();
    } else {
      run.awaitErr("created");
      Kernel32 kernel32 = other.kernel32();
      Handle client = Slots.open(kernel32, fullName());
      if (step == 1) {
        kill();
      } else {
        int messages = 1 + random.nextInt(20);
        for (int i = 1; i <= messages; i++) {
          write(kernel32, client, WORD + i + ";");
        }
        if (step == 2) {
          run.awaitOut(WORD + messages + ";");
        }
        kill();
      }
      Slots.requireFails(
          Win32Error.ERROR_HANDLE_EOF,
          "writing to a killed receiver",
          () -> write(kernel32, client, "x"));
    }
    world.awaitNameIsFree(fullName(), killedAt);
  }

  private void sender(int step, Random random) throws Exception {
    Kernel32 kernel32 = other.kernel32();
    Handle own = Slots.create(kernel32, fullName());
    String count = Integer.toString(step == 3 ? 1_000_000 : 40);
    if (step == 2) {
      run = start(MailSender.class, "--backend", "simulated", slot);
      run.awaitErr("opened");
      run.type("a\nb\nc\n");
      require(read(kernel32, own).equals("a") && read(kernel32, own).equals("b"), "lines came");
    } else {
      run = start(MailSender.class, "--backend", "simulated", "--count", count, slot, WORD);
      if (step == 0) {
        pause(random);
      } else {
        run.awaitErr("opened");
      }
      if (step == 3) {
        require(read(kernel32, own).equals(WORD), "a message came");
      }
    }
    kill();
    kernel32.setMailslotInfo(own, 0);
    int waiting = Slots.waiting(kernel32, own);
    for (int i = 0; i < waiting; i++) {
      String text = read(kernel32, own);
      require(text.equals(step == 2 ? "c" : WORD), "the killed sender sent " + text);
    }
    Slots.requireFails(
        Win32Error.ERROR_SEM_TIMEOUT, "reading after its end", () -> read(kernel32, own));
    kernel32.closeHandle(own);
    world.awaitNameIsFree(fullName(), killedAt);
  }

  private void receiverWithChild(int step, Random random, boolean isParentKilled) throws Exception {
    run = start(MailReceiver.class, "--backend", "simulated", "--count", "9", "--child", slot);
    if (step == 0) {
      pause(random);
    } else {
      run.awaitErr(step == 1 && isParentKilled ? "created" : "started");
    }
    if (step == 3) {
      Handle client = Slots.open(other.kernel32(), fullName());
      write(other.kernel32(), client, WORD);
      other.kernel32().closeHandle(client);
      run.awaitOut(WORD);
    }
    if (isParentKilled) {
      kill();
      // Its child may just be starting, and ends once it sees that it has no parent.
      Patience.awaitAtLast("the child's end", () -> world.isNameFree(fullName()));
    } else {
      int child = Integer.parseInt(fact(run.awaitErr("started"), "child"));
      Kernel32 kernel32 = other.kernel32();
      if (!terminate(kernel32, child, random.nextBoolean())) {
        return;
      }
      require(run.exitCode() == 1, "the parent's exit code is " + run.exitCode());
      String last = run.err().get(run.err().size() - 1);
      require(last.contains("was ended from outside"), "the parent's last words: " + last);
      world.awaitProcesses(
          "parent and child are gone",
          System.nanoTime(),
          List.of(kernel32.getCurrentProcessId()),
          gone(),
          () -> {});
    }
    world.awaitNameIsFree(fullName(), System.nanoTime());
  }

  /** Kills the child's JVM, by a signal where it can be found, or by TerminateProcess. */
  private boolean terminate(Kernel32 kernel32, int child, boolean byKernel) throws Exception {
    if (byKernel) {
      Handle process = World.openProcess(kernel32, child);
      kernel32.terminateProcess(process, 99);
      int told = kernel32.waitForSingleObject(process, Win32.INFINITE);
      require(told == Win32.WAIT_OBJECT_0, "the wait gave " + told);
      return true;
    }
    List<ProcessHandle> children = run.javaDescendants();
    require(children.size() == 1, children.size() + " child JVMs");
    return children.get(0).destroyForcibly();
  }

  private String fullName() {
    return "\\\\.\\mailslot\\" + slot;
  }

  private static String fact(String line, String key) {
    for (String word : line.split(" ", -1)) {
      if (word.startsWith(key + "=")) {
        return word.substring(key.length() + 1);
      }
    }
    throw new AssertionError("no " + key + " in: " + line);
  }

  private static void write(Kernel32 kernel32, Handle client, String text) {
    var unused = kernel32.writeFile(client, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The next message.
   *
   * @throws Win32Exception ERROR_SEM_TIMEOUT where there is none
   */
  private static String read(Kernel32 kernel32, Handle own) {
    ByteBuffer target = ByteBuffer.allocate(100);
    int length = kernel32.readFile(own, target);
    return new String(target.array(), 0, length, StandardCharsets.UTF_8);
  }
}
