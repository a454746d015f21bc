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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Many processes of the shared simulated kernel, each with a thread that waits in a read: what they
 * cost the server in memory. Linux only, for it looks into {@code /proc}.
 */
final class BlockedReaders {
  /** Processes before the first look, so that the server's classes are loaded. */
  private static final int FIRST_PROCESSES = 10;

  private static final long STACK_BYTES = 128 * 1024;

  private final List<Backend> processes = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  private BlockedReaders() {}

  /**
   * @param arguments how many processes
   */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    BlockedReaders readers = new BlockedReaders();
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      System.out.println("# " + backend.description());
      readers.add(FIRST_PROCESSES);
      Path status = serverStatus();
      long before = residentKilobytes(status);
      readers.add(count);
      Timing.print("kilobytes", (double) (residentKilobytes(status) - before) / count);
      readers.end();
    }
  }

  /** Adds processes, each of which reads one message and then waits in its next read. */
  private void add(int count) throws InterruptedException {
    CountDownLatch received = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Backend process = Backends.openFurtherSimulated();
      String name = "\\\\.\\mailslot\\bench-" + processes.size();
      Kernel32 kernel32 = process.kernel32();
      Handle slot = kernel32.createMailslot(name, 0, Win32.MAILSLOT_WAIT_FOREVER, null);
      Thread reader = new Thread(null, () -> read(kernel32, slot, received), name, STACK_BYTES);
      reader.start();
      Handle client =
          kernel32.createFile(
              name, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
      kernel32.writeFile(client, ByteBuffer.allocate(1));
      processes.add(process);
      readers.add(reader);
    }
    received.await();
    // Nothing tells when a thread has begun to wait.
    TimeUnit.SECONDS.sleep(1);
  }

  private static void read(Kernel32 kernel32, Handle slot, CountDownLatch received) {
    try {
      kernel32.readFile(slot, ByteBuffer.allocate(1));
      received.countDown();
      kernel32.readFile(slot, ByteBuffer.allocate(1));
    } catch (RuntimeException e) {
      // Its process has ended.
    }
  }

  private void end() throws InterruptedException {
    for (Backend process : processes) {
      process.close();
    }
    for (Thread reader : readers) {
      reader.join();
    }
  }

  /** What Linux tells of the server: the process that has the runtime folder as an argument. */
  private static Path serverStatus() {
    String folder = System.getenv("HANDLELAB_RUNTIME_DIR");
    ProcessHandle server =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(folder))
            .findAny()
            .orElseThrow();
    return Path.of("/proc", Long.toString(server.pid()), "status");
  }

  private static long residentKilobytes(Path status) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS in " + status);
  }
}
