package handlelab.leaks;

import handlelab.api.HandleRow;
import handlelab.leaks.LeakSite.OpenHandle;
import handlelab.recorder.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Joins what was recorded with the process's handle table, and decides what a leak is.
 *
 * <p>A leak is a site with two or more open handles: one may be in use, such as the mutex that
 * keeps a program to one instance. Sites that differ in their callers only, with one open handle
 * each, are a leak if there are {@value #MANY} of them on one line.
 */
final class LeakFinder {
  private static final int SOME = 2;
  private static final int MANY = 5;

  /** The type of a row if the system names none. */
  private static final String UNKNOWN_TYPE = "?";

  /** What a socket of the JDK is in the handle table. */
  private static final String TYPE_OF_SOCKETS = "File";

  private final Recording before;
  private final Recording after;
  private final Map<Long, HandleRow> rows;
  private final Map<Integer, Recording.Site> sites;
  private final Map<Integer, List<OpenHandle>> open = new HashMap<>();
  private final Map<Integer, Integer> closedUnseen = new HashMap<>();

  /**
   * @param before taken before the table was read
   * @param table null if it could not be read
   * @param after taken after the table was read
   */
  LeakFinder(Recording before, List<HandleRow> table, Recording after) {
    this.before = before;
    this.after = after;
    this.rows =
        table == null
            ? null
            : table.stream()
                .collect(
                    Collectors.toMap(
                        row -> row.handle().value(), Function.identity(), (first, again) -> again));
    this.sites =
        after.sites().stream()
            .collect(Collectors.toMap(Recording.Site::number, Function.identity()));
    join();
  }

  /**
   * What was opened before the table was read, and is in the table if it belongs there, and was not
   * closed since.
   */
  private void join() {
    for (Recording.Open recorded : after.open()) {
      if (recorded.sequence() > before.sequence()) {
        continue;
      }
      Recording.Site site = sites.get(recorded.site());
      boolean isInTable = rows != null && recorded.isHandle() && site.isInTable();
      HandleRow row = isInTable ? rows.get(recorded.value()) : null;
      if (!isInTable || (row != null && isOfType(row, site.type()))) {
        open.computeIfAbsent(recorded.site(), number -> new ArrayList<>())
            .add(new OpenHandle(recorded, row));
      } else {
        closedUnseen.merge(recorded.site(), 1, Integer::sum);
      }
    }
  }

  /** Whether the value may still be of the object that the watched call opened. */
  private static boolean isOfType(HandleRow row, String type) {
    String inTable = "Socket".equals(type) ? TYPE_OF_SOCKETS : type;
    return type == null
        || row.objectType().equals(UNKNOWN_TYPE)
        || row.objectType().equals(inTable);
  }

  /**
   * The sites with open handles.
   *
   * @param ignored signatures of sites to leave out
   * @param previous the report before; null if there is none
   */
  List<LeakSite> sites(Set<String> ignored, LeakReport previous) {
    Map<Integer, Integer> openBefore = previous == null ? null : openBySite(previous);
    List<LeakSite> found = new ArrayList<>();
    for (List<Recording.Site> line : byLine(ignored)) {
      int total = line.stream().mapToInt(site -> open.get(site.number()).size()).sum();
      boolean isMany = line.size() > 1 && total >= MANY;
      if (isMany && line.stream().allMatch(site -> open.get(site.number()).size() < SOME)) {
        found.add(leakSite(line, openBefore, true));
      } else {
        for (Recording.Site site : line) {
          boolean isFinding = open.get(site.number()).size() >= SOME;
          found.add(leakSite(List.of(site), openBefore, isFinding));
        }
      }
    }
    found.sort(
        Comparator.comparing((LeakSite site) -> !site.isFinding())
            .thenComparing(site -> -site.open().size())
            .thenComparing(site -> site.first().number()));
    return found;
  }

  int ignoredSites(Set<String> ignored) {
    return (int)
        open.keySet().stream()
            .filter(number -> ignored.contains(sites.get(number).signature()))
            .count();
  }

  /** The sites with open handles, those of one function and line together. */
  private Collection<List<Recording.Site>> byLine(Set<String> ignored) {
    Map<List<String>, List<Recording.Site>> lines = new LinkedHashMap<>();
    for (Recording.Site site : after.sites()) {
      if (open.containsKey(site.number()) && !ignored.contains(site.signature())) {
        List<String> line = List.of(site.function(), "" + site.type(), site.stack().top());
        lines.computeIfAbsent(line, key -> new ArrayList<>()).add(site);
      }
    }
    return lines.values();
  }

  private LeakSite leakSite(
      List<Recording.Site> stacks, Map<Integer, Integer> openBefore, boolean isFinding) {
    List<OpenHandle> handles = new ArrayList<>();
    int unseen = 0;
    int earlier = 0;
    for (Recording.Site site : stacks) {
      handles.addAll(open.get(site.number()));
      unseen += closedUnseen.getOrDefault(site.number(), 0);
      earlier += openBefore == null ? 0 : openBefore.getOrDefault(site.number(), 0);
    }
    handles.sort(Comparator.comparingLong(handle -> handle.recorded().sequence()));
    Integer growth = openBefore == null ? null : handles.size() - earlier;
    return new LeakSite(stacks, handles, unseen, growth, isFinding);
  }

  private static Map<Integer, Integer> openBySite(LeakReport report) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (LeakSite site : report.sites()) {
      site.open().forEach(handle -> numbers.merge(handle.recorded().site(), 1, Integer::sum));
    }
    return numbers;
  }

  /** The rows that no watched call opened, by type. */
  Map<String, Long> unwatched() {
    if (rows == null) {
      return Map.of();
    }
    Set<Long> known = new HashSet<>();
    for (Recording recording : List.of(before, after)) {
      recording.open().stream()
          .filter(Recording.Open::isHandle)
          .forEach(handle -> known.add(handle.value()));
    }
    Map<String, Long> counts = new TreeMap<>();
    for (HandleRow row : rows.values()) {
      if (!known.contains(row.handle().value())) {
        counts.merge(row.objectType(), 1L, Long::sum);
      }
    }
    return counts;
  }
}
