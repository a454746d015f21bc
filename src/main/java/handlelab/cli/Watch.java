package handlelab.cli;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.command.UsageException;
import handlelab.inspect.DifferenceText;
import handlelab.inspect.Growth;
import handlelab.inspect.JsonLines;
import handlelab.inspect.RowFilter;
import handlelab.inspect.TableDifference;
import handlelab.inspect.TableInspector;
import handlelab.inspect.TableSnapshot;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks again and again, and writes what opens and closes. One thread. */
final class Watch {
  /** What passes between two looks. */
  @FunctionalInterface
  interface Pause {
    Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|)");

    void pause() throws InterruptedException;

    /**
     * Sleeps as long as {@code text} says, such as {@code 0.5s}; seconds if it has no unit.
     *
     * @throws UsageException if it says no time, or less than a millisecond
     */
    static Pause of(String text) {
      Duration time = duration(text);
      return () -> TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** The time that a text says. */
    static Duration duration(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new UsageException("--interval takes a time such as 0.5s or 200ms, not " + text);
      }
      long nanosPerUnit =
          switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 1_000_000_000L;
          };
      Duration time =
          Duration.ofNanos(
              new BigDecimal(matcher.group(1))
                  .multiply(BigDecimal.valueOf(nanosPerUnit))
                  .longValue());
      if (time.compareTo(Duration.ofMillis(1)) < 0) {
        throw new UsageException("--interval is a millisecond or more");
      }
      return time;
    }
  }

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS ").withZone(ZoneId.systemDefault());

  private final TableInspector inspector;
  private final RowFilter filter;
  private final int processId;
  private final JsonLines lines;
  private final Writer out;

  /**
   * @param processId 0 for all processes but the own
   * @param jsonLines whether to write JSON Lines
   */
  Watch(TableInspector inspector, RowFilter filter, int processId, boolean jsonLines, Writer out) {
    this.inspector = inspector;
    this.filter = filter;
    this.processId = processId;
    this.lines = jsonLines ? new JsonLines(out) : null;
    this.out = out;
  }

  /** Watches until the process ends; of all processes there is no end. */
  void run(Pause pause) throws IOException {
    TableSnapshot first = LookCommand.look(inspector, processId, false).filtered(filter);
    TableSnapshot last = first;
    head(first);
    while (true) {
      out.flush();
      try {
        pause.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      TableSnapshot now;
      TableDifference difference;
      try {
        now = look();
        difference = TableDifference.between(last, now).withoutUsageCounts();
      } catch (Win32Exception e) {
        if (e.errorCode() == Win32Error.ERROR_INVALID_PARAMETER) {
          ended(last);
          return;
        }
        throw e;
      } catch (IllegalArgumentException e) {
        // Another process has the id now.
        ended(last);
        return;
      }
      last = now;
      Instant at = now.takenAt();
      if (lines != null) {
        lines.difference(at, difference);
      } else {
        DifferenceText.writeLines(CLOCK.format(at), difference, out);
        if (!difference.opened().isEmpty() || !difference.closed().isEmpty()) {
          DifferenceText.writeSum(
              CLOCK.format(at) + "since " + CLOCK.format(first.takenAt()).strip() + ": ",
              Growth.of(TableDifference.between(first, now)),
              out);
        }
      }
    }
  }

  private TableSnapshot look() {
    TableSnapshot look =
        processId == 0 ? inspector.snapshotOfOthers() : inspector.snapshot(processId);
    return look.filtered(filter);
  }

  private void head(TableSnapshot first) throws IOException {
    if (lines != null) {
      lines.head(first);
    } else {
      String what = processId == 0 ? first.tables().size() + " processes" : "process " + processId;
      out.write(
          CLOCK.format(first.takenAt())
              + "watching "
              + what
              + ", handles: "
              + first.rowCount()
              + "\n");
    }
  }

  /** All that the process had is closed: its end is one line, not one for each row. */
  private void ended(TableSnapshot last) throws IOException {
    Instant at = inspector.now();
    if (lines != null) {
      lines.processEnded(at, processId);
    } else {
      out.write(
          CLOCK.format(at) + "- process " + processId + ", handles: " + last.rowCount() + "\n");
    }
  }
}
