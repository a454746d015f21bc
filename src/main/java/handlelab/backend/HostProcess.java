package handlelab.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of the host, told apart from all others that have or get the same number: by its start
 * time, and by the namespace that its number is of.
 *
 * <p>On Linux from {@code /proc}; a process that has ended counts as ended from then on, even if
 * its parent has not asked for its exit code yet. Elsewhere from {@link ProcessHandle}. Immutable;
 * any thread.
 */
record HostProcess(long pid, String namespace, String start) {
  private static final Path SELF = Path.of("/proc/self");
  private static final String NO_NAMESPACE = "-";

  /** What is known of a process. */
  enum State {
    RUNNING,
    STOPPED,
    ENDED,
    /** The system could not say, such as for want of descriptors. */
    UNKNOWN
  }

  /** This JVM, or null if the system does not say who that is. */
  static HostProcess current() {
    try {
      return Files.exists(SELF) ? ofStat(readStat(SELF)) : ofHandle(ProcessHandle.current());
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The process with that number, as this JVM counts; null if there is none. */
  static HostProcess of(long pid) {
    try {
      if (Files.exists(SELF)) {
        return ofStat(readStat(Path.of("/proc/" + pid)));
      }
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      return handle.isPresent() ? ofHandle(handle.get()) : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static HostProcess ofStat(String[] stat) throws IOException {
    return new HostProcess(Long.parseLong(stat[0]), currentNamespace(), stat[2]);
  }

  private static HostProcess ofHandle(ProcessHandle handle) {
    return new HostProcess(handle.pid(), NO_NAMESPACE, start(handle));
  }

  private static String start(ProcessHandle handle) {
    return handle.info().startInstant().map(Object::toString).orElse("");
  }

  private static String currentNamespace() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
  }

  /** A process's number, its state's letter, and its start time. */
  private static String[] readStat(Path process) throws IOException {
    byte[] bytes = Files.readAllBytes(process.resolve("stat"));
    String stat = new String(bytes, StandardCharsets.ISO_8859_1);
    // The name, in parentheses, may contain blanks and parentheses.
    int name = stat.indexOf(' ');
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21);
    return new String[] {stat.substring(0, name), fields[0], fields[19]};
  }

  /** As a text that {@link #parse} reads. */
  static String format(HostProcess process) {
    return process == null ? null : process.pid + " " + process.namespace + " " + process.start;
  }

  /**
   * Reads what another process says of itself or its child; null if it means nothing to this JVM,
   * because it counts processes in another namespace.
   */
  static HostProcess parse(String text) {
    String[] fields = text == null ? new String[0] : text.split(" ", 3);
    try {
      if (fields.length < 3) {
        return null;
      }
      HostProcess process = new HostProcess(Long.parseLong(fields[0]), fields[1], fields[2]);
      boolean isKnown =
          Files.exists(SELF)
              ? process.namespace.equals(currentNamespace())
              : process.namespace.equals(NO_NAMESPACE);
      return isKnown ? process : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }

  State state() {
    try {
      if (!namespace.equals(NO_NAMESPACE)) {
        String[] stat = readStat(Path.of("/proc/" + pid));
        if (!stat[2].equals(start)) {
          return State.ENDED;
        }
        return switch (stat[1]) {
          case "Z", "X", "x" -> State.ENDED;
          case "T", "t" -> State.STOPPED;
          default -> State.RUNNING;
        };
      }
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      return handle.isPresent() && handle.get().isAlive() && start(handle.get()).equals(start)
          ? State.RUNNING
          : State.ENDED;
    } catch (NoSuchFileException e) {
      return State.ENDED;
    } catch (IOException e) {
      // A process that ends while its file is read is "no such process", or the file is gone next.
      return Files.exists(SELF) && String.valueOf(e.getMessage()).contains("No such process")
          ? State.ENDED
          : State.UNKNOWN;
    } catch (RuntimeException e) {
      return State.UNKNOWN;
    }
  }

  /** Kills it, if it is surely that process. */
  void kill() {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    State state = state();
    if (handle.isPresent() && (state == State.RUNNING || state == State.STOPPED)) {
      // The JDK compares the start time again.
      var unused = handle.get().destroyForcibly();
    }
  }
}
