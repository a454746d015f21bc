package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.leaks.LeakInspector;
import handlelab.leaks.LeakJson;
import handlelab.leaks.LeakReport;
import handlelab.leaks.LeakText;
import handlelab.recorder.RecordingFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Waits for what is worth a look, looks at the watched JVMs, and writes the reports. One thread.
 */
final class LeaksWatch {
  private static final long PAUSE_MILLIS = 20;

  private final Backend backend;
  private final Path folder;
  private final Set<String> ignored;
  private final boolean showsAll;
  private final boolean json;
  private final Writer out;
  private final Map<Long, WatchedJvm> running = new LinkedHashMap<>();
  private final Map<Long, LeakInspector> inspectors = new LinkedHashMap<>();
  private int jvms;
  private int unseenEnds;
  private int findings;

  /**
   * @param folder where the JVMs say that they are watched
   * @param ignored signatures of known sites
   */
  LeaksWatch(
      Backend backend,
      Path folder,
      Set<String> ignored,
      boolean showsAll,
      boolean json,
      Writer out) {
    this.backend = backend;
    this.folder = folder;
    this.ignored = ignored;
    this.showsAll = showsAll;
    this.json = json;
    this.out = out;
  }

  /** Watches until the program has ended. */
  void run(BooleanSupplier isProgramAlive, BooleanSupplier isLookWanted) throws IOException {
    boolean isAlive = true;
    while (isAlive) {
      isAlive = isProgramAlive.getAsBoolean();
      for (long processId : RecordingFolder.watched(folder)) {
        if (!inspectors.containsKey(processId)) {
          jvms++;
          running.put(processId, new WatchedJvm(new RecordingFolder(folder, processId)));
          inspectors.put(processId, inspector());
        }
      }
      boolean isWanted = isLookWanted.getAsBoolean();
      for (WatchedJvm jvm : Set.copyOf(running.values())) {
        lookIfDue(jvm, isWanted);
      }
      if (isAlive) {
        WatchedJvm.pause(PAUSE_MILLIS);
      }
    }
    for (WatchedJvm jvm : running.values()) {
      // A child that goes on without its parent is not waited for.
      jvm.done();
    }
    if (jvms == 0) {
      throw new Failure(
          "the program ran no JVM that could be watched (is the agent there, and a Java 17?)");
    }
  }

  private void lookIfDue(WatchedJvm jvm, boolean isWanted) throws IOException {
    if (jvm.isEnding()) {
      findings += look(jvm, "at its end");
      jvm.done();
      running.remove(jvm.processId());
    } else if (!jvm.isAlive()) {
      unseenEnds++;
      out.write(
          "process "
              + jvm.processId()
              + " ended without a last look: it was killed, or ended by Runtime.halt\n");
      out.flush();
      running.remove(jvm.processId());
    } else if (jvm.isAtMark()) {
      look(jvm, "at the mark");
      jvm.passMark();
    } else if (jvm.takeThreshold()) {
      look(jvm, "at the threshold");
    } else if (isWanted) {
      look(jvm, "on demand");
    }
  }

  /** Looks once, without waiting, and returns the number of findings. */
  int look(WatchedJvm jvm, String moment) throws IOException {
    LeakInspector inspector = inspectors.computeIfAbsent(jvm.processId(), processId -> inspector());
    LeakReport report = inspector.look(jvm, moment);
    if (json) {
      LeakJson.write(report, out);
    } else {
      LeakText.write(report, showsAll, out);
    }
    out.flush();
    return report.findings();
  }

  private LeakInspector inspector() {
    return new LeakInspector(
        backend.handleTables(), LookCommand.origin(backend), Clock.systemUTC(), ignored);
  }

  /**
   * The exit code for what the last looks found.
   *
   * @param limit so many findings are a failure; 0 for none
   * @param programCode what the program ended with
   */
  int exitCode(int limit, int programCode) {
    if (limit > 0 && findings >= limit) {
      return ExitCode.DIFFERENCE;
    }
    return limit > 0 && unseenEnds > 0 && programCode == 0 ? ExitCode.FAILURE : programCode;
  }
}
