package handlelab.leaks;

import handlelab.api.Handle;
import handlelab.leaks.LeakSite.OpenHandle;
import handlelab.recorder.CallStack;
import handlelab.recorder.Recording;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report for people: the numbers, then closes of what is closed, leaks, what children got, and
 * what may be in use, as much of each as fits on a screen. Stateless.
 */
public final class LeakText {
  private static final int COLUMNS = 100;
  private static final int LINES = 24;
  private static final int NAMES = 2;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  /** A title with entries of a few lines each. */
  private record Section(String title, List<List<String>> entries) {}

  private LeakText() {}

  /**
   * Writes a report.
   *
   * @param report what to write
   * @param showsAll whether everything is written, with whole stacks; else what fits on a screen
   * @param out is neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void write(LeakReport report, boolean showsAll, Writer out) throws IOException {
    List<String> head = head(report);
    List<String> foot = foot(report);
    List<Section> sections = sections(report, showsAll);
    int[] shown = shown(sections, showsAll ? Integer.MAX_VALUE : LINES - head.size() - foot.size());
    for (String line : head) {
      out.write(line + "\n");
    }
    for (int i = 0; i < shown.length; i++) {
      Section section = sections.get(i);
      out.write(section.title + "\n");
      for (List<String> entry : section.entries.subList(0, shown[i])) {
        for (String line : entry) {
          out.write(line + "\n");
        }
      }
      int more = section.entries.size() - shown[i];
      if (more > 0) {
        out.write("  and " + more + " more: --all shows them\n");
      }
    }
    for (String line : foot) {
      out.write(line + "\n");
    }
  }

  /** How many entries of each section fit: one of each first, then more of the first ones. */
  private static int[] shown(List<Section> sections, int lines) {
    int[] shown = new int[sections.size()];
    int left = lines;
    for (Section section : sections) {
      left -= section.entries.size() > 1 ? 2 : 1;
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < shown.length; i++) {
        List<List<String>> entries = sections.get(i).entries;
        int most = round == 0 ? 1 : entries.size();
        while (shown[i] < most && entries.get(shown[i]).size() <= left) {
          left -= entries.get(shown[i]).size();
          shown[i]++;
        }
      }
    }
    return shown;
  }

  private static List<String> head(LeakReport report) {
    Recording recording = report.recording();
    List<String> lines = new ArrayList<>();
    String seconds =
        String.format(
            Locale.ROOT, "%.1f s", (recording.takenMillis() - recording.startMillis()) / 1000.0);
    String program = recording.program();
    int words = COLUMNS / 3;
    lines.add(
        cut(
            "process "
                + recording.processId()
                + " "
                + (program.length() <= words ? program : program.substring(0, words - 3) + "...")
                + " "
                + report.moment()
                + ", watched for "
                + seconds
                + ", on "
                + report.origin().kernel()));
    long leaked = report.leaks().stream().mapToLong(site -> site.open().size()).sum();
    String summary =
        report.findings() == 0
            ? "no leak was found"
            : count(report.findings(), "finding")
                + ": "
                + count(leaked, "handle")
                + " left open at "
                + count(report.leaks().size(), "site")
                + ", "
                + count(
                    report.badCloses().stream().mapToLong(Recording.BadClose::count).sum(), "close")
                + " of what was not open";
    lines.add(
        summary
            + (report.ignoredSites() == 0 ? "" : ", " + report.ignoredSites() + " sites ignored"));
    boolean hasHandle = recording.open().stream().anyMatch(Recording.Open::isHandle);
    if (report.table() == null && hasHandle) {
      lines.add("the kernel does not show the process's handle table: types and names are unknown");
    }
    report.recording().problems().forEach(problem -> lines.add(cut("not watched: " + problem)));
    return lines;
  }

  private static List<String> foot(LeakReport report) {
    List<String> lines = new ArrayList<>();
    if (report.recording().unknownCloses() > 0) {
      lines.add(
          "closed by watched calls, but opened by other code: "
              + count(report.recording().unknownCloses(), "handle"));
    }
    if (!report.unwatched().isEmpty()) {
      long rows = report.unwatched().values().stream().mapToLong(Long::longValue).sum();
      String types =
          report.unwatched().entrySet().stream()
              .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
              .map(type -> type.getKey() + " " + type.getValue())
              .collect(Collectors.joining(", "));
      lines.add(cut("opened by the JVM and native code: " + count(rows, "handle") + ": " + types));
    }
    return lines;
  }

  private static List<Section> sections(LeakReport report, boolean showsAll) {
    List<Section> sections = new ArrayList<>();
    List<List<String>> badCloses = new ArrayList<>();
    report.badCloses().forEach(close -> badCloses.add(badClose(close, report, showsAll)));
    List<List<String>> leaks = new ArrayList<>();
    report.leaks().forEach(site -> leaks.add(site(site, showsAll)));
    List<List<String>> inUse = new ArrayList<>();
    report.inUse().forEach(site -> inUse.add(showsAll ? site(site, true) : brief(site)));
    add(sections, "closed, but not open (error 6):", badCloses);
    add(sections, "left open:", leaks);
    List<List<String>> others = new ArrayList<>();
    report
        .recording()
        .closesOfOthers()
        .forEach(close -> others.add(badClose(close, report, showsAll)));
    add(sections, "closed twice, the second time a handle of other code (no finding):", others);
    add(sections, "children that inherited handles:", children(report));
    add(sections, "open once, perhaps in use (no finding):", inUse);
    return sections;
  }

  private static void add(List<Section> sections, String title, List<List<String>> entries) {
    if (!entries.isEmpty()) {
      sections.add(new Section(title, entries));
    }
  }

  private static List<String> badClose(
      Recording.BadClose close, LeakReport report, boolean showsAll) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  "
            + close.count()
            + " x "
            + close.function()
            + ", last of "
            + new Handle(close.value())
            + "  ["
            + close.stack().signature(close.function())
            + "]");
    stack("      at ", close.stack(), showsAll, lines);
    if (close.closer() != null) {
      stack("      closed before at ", close.closer(), showsAll, lines);
    }
    Recording.Site opener = report.site(close.opener());
    if (opener != null) {
      lines.add(frame("      opened by " + opener.function() + " at ", opener.stack().top()));
    }
    return lines;
  }

  private static List<String> site(LeakSite site, boolean showsAll) {
    List<String> lines = new ArrayList<>();
    Recording.Site first = site.first();
    long inheritable = site.open().stream().filter(OpenHandle::inheritable).count();
    lines.add(
        "  "
            + site.open().size()
            + " "
            + site.type()
            + " by "
            + first.function()
            + ": opened "
            + site.opened()
            + ", closed "
            + site.closed()
            + (site.growth() == null
                ? ""
                : String.format(", %+d since the last look", site.growth()))
            + (inheritable == 0 ? "" : ", inheritable " + inheritable)
            + "  ["
            + first.signature()
            + "]");
    stack("      at ", first.stack(), showsAll, lines);
    if (!showsAll && first.stack().frames().size() > 1) {
      lines.add(frame("      called at ", first.stack().frames().get(1)));
    }
    if (site.stacks().size() > 1) {
      lines.add("      and " + (site.stacks().size() - 1) + " other stacks with this line");
    }
    lines.add(details(site));
    return lines;
  }

  private static String details(LeakSite site) {
    StringBuilder text = new StringBuilder("      ");
    Instant oldest = Instant.ofEpochMilli(site.open().get(0).recorded().millis());
    Instant newest =
        Instant.ofEpochMilli(site.open().get(site.open().size() - 1).recorded().millis());
    text.append("from ").append(TIME.format(oldest)).append(" to ").append(TIME.format(newest));
    CallStack closer = site.first().closer();
    if (closer != null) {
      text.append("; others closed at ").append(closer.top());
    }
    List<String> names = site.names();
    if (!names.isEmpty()) {
      text.append("; ").append(String.join(", ", names.subList(0, Math.min(NAMES, names.size()))));
      text.append(names.size() > NAMES ? ", ..." : "");
    }
    return cut(text.toString());
  }

  private static List<String> brief(LeakSite site) {
    String what = "  " + site.type() + " by " + site.first().function();
    String signature = "  [" + site.first().signature() + "]";
    String top = site.first().stack().top();
    String line = frame(what + " at ", top, COLUMNS - signature.length()) + signature;
    return line.length() <= COLUMNS
        ? List.of(line)
        : List.of(what + signature, frame("      at ", top));
  }

  /** Children that were started at one site, with equally many handles, are one entry. */
  private static List<List<String>> children(LeakReport report) {
    Map<List<Object>, List<ChildHandles>> groups = new LinkedHashMap<>();
    for (ChildHandles child : report.children()) {
      List<Object> key =
          List.of(child.child().site(), child.child().got().size(), child.unnamed().size());
      groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(child);
    }
    List<List<String>> entries = new ArrayList<>();
    groups.values().forEach(group -> entries.add(children(group, report)));
    return entries;
  }

  private static List<String> children(List<ChildHandles> group, LeakReport report) {
    ChildHandles first = group.get(0);
    Recording.Child child = first.child();
    List<String> lines = new ArrayList<>();
    String still =
        first.found() == null ? "" : ", has " + first.found().size() + " of them in its table";
    lines.add(
        cut(
            "  "
                + (group.size() == 1 ? "child " : group.size() + " children, the first ")
                + child.processId()
                + ": "
                + count(child.got().size(), "inheritable handle")
                + ", "
                + first.unnamed().size()
                + " not named"
                + (child.inherits() == Recording.Inherits.LIST ? " (by handle list)" : "")
                + still
                + (child.commandLine() == null ? "" : ": " + child.commandLine())));
    Recording.Site start = report.site(child.site());
    if (start != null) {
      lines.add(frame("      started at ", start.stack().top()));
    }
    Map<Integer, Long> openers =
        first.unnamed().stream()
            .collect(
                Collectors.groupingBy(
                    Recording.Open::site, LinkedHashMap::new, Collectors.counting()));
    openers.forEach(
        (number, handles) -> {
          Recording.Site opener = report.site(number);
          if (opener != null) {
            String what = handles + " by " + opener.function() + " at ";
            lines.add(frame("      not named: " + what, opener.stack().top()));
          }
        });
    return lines;
  }

  private static void stack(String begin, CallStack stack, boolean whole, List<String> lines) {
    String next = " ".repeat(begin.length());
    List<String> frames = stack.frames();
    for (int i = 0; i < (whole ? frames.size() : 1); i++) {
      lines.add(whole ? (i == 0 ? begin : next) + frames.get(i) : frame(begin, frames.get(i)));
    }
  }

  private static String frame(String begin, String frame) {
    return frame(begin, frame, COLUMNS);
  }

  /** A frame whose packages are shortened to their first letters as far as it is too long. */
  private static String frame(String begin, String frame, int columns) {
    String text = frame;
    int from = 0;
    while (begin.length() + text.length() > columns) {
      int dot = text.indexOf('.', from);
      if (dot < 0 || !Character.isLowerCase(text.charAt(from)) || dot > text.indexOf('(')) {
        break;
      }
      text = text.substring(0, from + 1) + text.substring(dot);
      from += 2;
    }
    return begin + text;
  }

  private static String cut(String line) {
    return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 3) + "...";
  }

  private static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }
}
