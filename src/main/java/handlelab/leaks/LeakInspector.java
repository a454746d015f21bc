package handlelab.leaks;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import handlelab.inspect.Origin;
import handlelab.recorder.Recording;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Takes looks at one watched program, from another process. Used by one thread. */
public final class LeakInspector {
  /** Asks the program's recorder what it knows. */
  @FunctionalInterface
  public interface Source {
    /**
     * {@return what is recorded now}
     *
     * @throws IOException if the program does not answer
     */
    Recording recording() throws IOException;
  }

  private final HandleTables tables;
  private final Origin origin;
  private final Clock clock;
  private final Set<String> ignored;
  private final boolean isSimulated;
  private LeakReport previous;

  /**
   * An inspector that has not looked yet.
   *
   * @param tables of the kernel that answers the program's calls
   * @param origin names that kernel
   * @param clock tells when a look was taken
   * @param ignored signatures of sites that are known and left out
   */
  public LeakInspector(HandleTables tables, Origin origin, Clock clock, Set<String> ignored) {
    this.tables = tables;
    this.origin = origin;
    this.clock = clock;
    this.ignored = Set.copyOf(ignored);
    this.isSimulated = origin.backend().equals("simulated");
  }

  /**
   * Looks.
   *
   * @param source the program's recorder; asked before and after its table is read
   * @param moment why the look is taken, such as {@code at its end}
   * @return what was found
   * @throws IOException if the recorder does not answer
   */
  public LeakReport look(Source source, String moment) throws IOException {
    Recording before = source.recording();
    List<HandleRow> table = table(before.processId());
    Recording after = source.recording();
    LeakFinder finder = new LeakFinder(before, table, after);
    List<Recording.BadClose> badCloses = new ArrayList<>(after.badCloses());
    badCloses.sort(
        Comparator.comparingLong((Recording.BadClose close) -> -close.count())
            .thenComparing(close -> close.stack().top()));
    List<ChildHandles> children = new ArrayList<>();
    for (Recording.Child child : after.children()) {
      if (!child.got().isEmpty()) {
        children.add(handlesOf(child));
      }
    }
    previous =
        new LeakReport(
            origin,
            moment,
            clock.instant(),
            after,
            table,
            badCloses.stream()
                .filter(close -> !ignored.contains(close.stack().signature(close.function())))
                .toList(),
            finder.sites(ignored, previous),
            finder.ignoredSites(ignored),
            children,
            finder.unwatched());
    return previous;
  }

  /** The table of the process that a JVM is, or null if the kernel does not have or show it. */
  private List<HandleRow> table(long hostProcessId) {
    int processId = (int) hostProcessId;
    if (isSimulated) {
      processId = 0;
      for (ProcessDetails process : tables.processes()) {
        if (process.hostProcessId() == hostProcessId) {
          processId = process.processId();
        }
      }
    }
    return processId == 0 ? null : rows(processId);
  }

  private List<HandleRow> rows(int processId) {
    try {
      return tables.handles(processId);
    } catch (Win32Exception e) {
      return null;
    }
  }

  private ChildHandles handlesOf(Recording.Child child) {
    List<HandleRow> rows = rows((int) child.processId());
    List<Long> found = null;
    if (rows != null) {
      List<Long> values = rows.stream().map(row -> row.handle().value()).toList();
      found = child.got().stream().map(Recording.Open::value).filter(values::contains).toList();
    }
    return new ChildHandles(child, ChildHandles.unnamed(child), found);
  }
}
