package handlelab.faults;

import static handlelab.faults.Slots.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a server that nobody uses at the moment keeps.
 *
 * @param heapBytes of its live objects, counted by a full collection
 * @param threads of its process
 * @param descriptors that its process has open
 * @param residentBytes of its process
 */
record ServerHealth(long heapBytes, int threads, int descriptors, long residentBytes) {
  /** Asks the JVM by {@code jcmd}, which is beside its {@code java}, and the system. */
  static ServerHealth of(ProcessHandle server) throws IOException, InterruptedException {
    Path status = Path.of("/proc", Long.toString(server.pid()), "status");
    long heap = liveBytes(server.pid());
    int threads = 0;
    long resident = 0;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("Threads:")) {
        threads = (int) number(line);
      } else if (line.startsWith("VmRSS:")) {
        resident = 1024 * number(line);
      }
    }
    try (var open = Files.list(status.resolveSibling("fd"))) {
      return new ServerHealth(heap, threads, (int) open.count(), resident);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  /** The last line of the histogram: {@code Total}, instances, bytes. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command =
        List.of(
            jcmd.toString(), "-J-XX:TieredStopAtLevel=1", Long.toString(pid), "GC.class_histogram");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    int total = text.lastIndexOf("Total");
    require(code == 0 && total >= 0, "jcmd says: " + text);
    return Long.parseLong(text.substring(total).strip().split("\\s+", -1)[2]);
  }

  /** In words. */
  String text() {
    return String.format(
        Locale.ROOT,
        "heap %,d bytes, %d threads, %d descriptors, resident %,d KiB",
        heapBytes,
        threads,
        descriptors,
        residentBytes / 1024);
  }
}
