package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many simulated processes, each with a thread that waits in a read: what they cost the server in
 * memory and, while nothing happens, in processor time; and how soon a message wakes its reader.
 *
 * <p>Linux only: it looks into {@code /proc}.
 */
final class Crowd {
  private static final String SERVER = "handlelab.backend.SimulatedKernelServer";
  private static final String SLOT = "\\\\.\\mailslot\\bench-crowd-";

  /** Processes before the first look, so that the server's classes are loaded. */
  private static final int FIRST_PROCESSES = 10;

  private static final int ROUNDS = Timing.QUICK ? 1 : 5;
  private static final int MESSAGES = 300;
  private static final int IDLE_SECONDS = Timing.QUICK ? 1 : 4;
  private static final long READER_STACK_BYTES = 128 * 1024;

  private final Kernel32 kernel32;
  private final List<Reader> readers = new ArrayList<>();

  private Crowd(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  /**
   * @param arguments how many processes
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      // The JVM that does nothing, for comparison, until its standard input ends.
      System.out.println("ready");
      while (System.in.read() >= 0) {}
      return;
    }
    int processes = Integer.parseInt(arguments[0]);
    OtherJvm idle = OtherJvm.start(Crowd.class, List.of());
    idle.expectLine("ready");
    Set<Long> others = servers();
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      Crowd crowd = new Crowd(backend.kernel32());
      ProcessFiles server = new ProcessFiles(newServer(others));
      crowd.add(FIRST_PROCESSES);
      crowd.wake();
      long before = server.residentBytes();
      crowd.add(processes);
      long after = server.residentBytes();
      Timing.print("bytes-" + processes, (double) (after - before) / processes);
      compareIdle(processes, server, new ProcessFiles(idle.pid()));
      double[] medians = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        medians[i] = crowd.wake();
      }
      Timing.print("wake-" + processes, Timing.median(medians));
      crowd.end();
    }
    idle.waitFor();
  }

  private static Set<Long> servers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(SERVER))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static long newServer(Set<Long> others) {
    Set<Long> servers = servers();
    servers.removeAll(others);
    if (servers.size() != 1) {
      throw new IllegalStateException("not one new server, but " + servers.size());
    }
    return servers.iterator().next();
  }

  private void add(int processes) throws InterruptedException {
    List<Reader> added = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Reader reader = new Reader(readers.size());
      readers.add(reader);
      added.add(reader);
    }
    for (Reader reader : added) {
      reader.startUp(kernel32);
    }
    settle();
  }

  /** Lets those that have just begun to wait do so; nothing tells when a thread sleeps. */
  private static void settle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(300);
  }

  private static void compareIdle(int processes, ProcessFiles server, ProcessFiles idle)
      throws IOException, InterruptedException {
    settle();
    long serverBefore = server.processorNanos();
    long idleBefore = idle.processorNanos();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Timing.print(
        "idle-" + processes, (double) (server.processorNanos() - serverBefore) / IDLE_SECONDS);
    Timing.print(
        "idle-jvm-" + processes, (double) (idle.processorNanos() - idleBefore) / IDLE_SECONDS);
  }

  /** Nanoseconds from the start of a write until the reader's call has come back: the median. */
  private double wake() throws InterruptedException {
    ByteBuffer message = ByteBuffer.allocate(1);
    double[] nanos = new double[Math.min(MESSAGES, readers.size())];
    for (int i = 0; i < nanos.length; i++) {
      Reader reader = readers.get(i * readers.size() / nanos.length);
      long start = System.nanoTime();
      kernel32.writeFile(reader.client, message.clear());
      nanos[i] = reader.woken.take() - start;
    }
    return Timing.median(nanos);
  }

  private void end() throws InterruptedException {
    for (Reader reader : readers) {
      reader.backend.close();
    }
    for (Reader reader : readers) {
      reader.join();
    }
  }

  /** A simulated process and its one thread. */
  private static final class Reader extends Thread {
    final Backend backend = Backends.openFurtherSimulated();
    final LinkedBlockingQueue<Long> woken = new LinkedBlockingQueue<>();
    private final String slotName;
    private Handle slot;
    Handle client;

    Reader(int number) {
      super(null, null, "reader " + number, READER_STACK_BYTES);
      this.slotName = SLOT + number;
    }

    void startUp(Kernel32 writer) throws InterruptedException {
      start();
      woken.take();
      client =
          writer.createFile(
              slotName,
              Win32.GENERIC_WRITE,
              Win32.FILE_SHARE_READ,
              null,
              Win32.OPEN_EXISTING,
              0,
              null);
    }

    @Override
    public void run() {
      Kernel32 own = backend.kernel32();
      slot = own.createMailslot(slotName, 0, Win32.MAILSLOT_WAIT_FOREVER, null);
      woken.add(0L);
      ByteBuffer buffer = ByteBuffer.allocate(1);
      try {
        while (true) {
          own.readFile(slot, buffer.clear());
          woken.add(System.nanoTime());
        }
      } catch (RuntimeException e) {
        // Its process has ended; what else fails is seen by who waits to be woken.
      }
    }
  }

  /** What Linux tells about a process. */
  private record ProcessFiles(Path folder) {
    ProcessFiles(long pid) {
      this(Path.of("/proc", Long.toString(pid)));
    }

    long residentBytes() throws IOException {
      for (String line : Files.readAllLines(folder.resolve("status"))) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      throw new IOException("no VmRSS in " + folder);
    }

    /** Of all its threads. */
    long processorNanos() throws IOException {
      long nanos = 0;
      List<Path> threads;
      try (Stream<Path> tasks = Files.list(folder.resolve("task"))) {
        threads = tasks.toList();
      }
      for (Path thread : threads) {
        nanos += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
      }
      return nanos;
    }
  }
}
