package handlelab.cli;

import handlelab.api.HandleRow;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.inspect.HandleJson;
import handlelab.inspect.JsonLines;
import handlelab.inspect.Looker;
import handlelab.inspect.ObjectLabels;
import handlelab.inspect.ObjectsText;
import handlelab.inspect.OverviewText;
import handlelab.inspect.ProcessTable;
import handlelab.inspect.RowFilter;
import handlelab.inspect.RowsText;
import handlelab.inspect.SharedObject;
import handlelab.inspect.TableSnapshot;
import handlelab.inspect.TypeCount;
import handlelab.mail.ExitCode;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand {@code handles}. */
@Command(
    name = "handles",
    synopsisHeading = "Usage: handlelab ",
    sortOptions = false,
    description = {
      "Shows handle tables: value, type, flags, usage count, object, access and name of each row.",
      "Without PID: the processes with their numbers of handles; with a filter or --all, the rows"
          + " of all processes. Looking changes nothing: handles that it needs itself are neither"
          + " listed nor counted.",
      "Exit codes: 0 done, 1 failed (as where no such process runs), 2 wrong usage, 130 Ctrl-C.",
      ""
    })
final class HandlesCommand extends LookCommand {
  @Parameters(arity = "0..1", paramLabel = "PID", description = "the process; default: all")
  private String process;

  @Option(names = "--type", paramLabel = "TYPE", description = "only objects of this type")
  private String type;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "only objects with this in their name; case does not count")
  private String nameFragment;

  @Option(names = "--inheritable", description = "only handles that a child would inherit")
  private boolean inheritable;

  @Option(names = "--all", description = "without PID: the rows, not the numbers")
  private boolean all;

  @Option(names = "--by-object", description = "objects, each with every holder over all processes")
  private boolean byObject;

  @Option(names = "--count", description = "how many rows of each type")
  private boolean count;

  @Option(names = "--json", description = "one JSON document; without PID: all rows")
  private boolean json;

  @Option(names = "--jsonl", description = "JSON Lines: the look, then one row in each line")
  private boolean jsonLines;

  @Option(
      names = "--watch",
      description = "go on, and show what opens and closes, until Ctrl-C or the process ends")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "between two looks of --watch: 0.5s, 200ms, 1m; default: 1s")
  private String interval;

  @Option(names = "--schema", description = "print the JSON Schema of all JSON forms, and end")
  private boolean schema;

  private int processId;

  @Override
  int execute() throws IOException {
    return schema ? printSchema(Standard.ofThisProcess(false).out()) : super.execute();
  }

  @Override
  void check() {
    if (json && jsonLines) {
      throw new UsageException("--json and --jsonl exclude each other");
    }
    if (byObject && count) {
      throw new UsageException("--by-object and --count exclude each other");
    }
    if (watch && (byObject || count)) {
      throw new UsageException("--watch shows rows, neither --by-object nor --count");
    }
    if (watch && json) {
      throw new UsageException("--watch has no end to close a document: use --jsonl");
    }
    if (interval != null && !watch) {
      throw new UsageException("--interval is for --watch");
    }
    processId = process == null ? 0 : processId(process);
  }

  @Override
  int look(Looker looker, Writer out) throws IOException {
    RowFilter filter = new RowFilter(type, nameFragment, inheritable);
    if (watch) {
      return new Watch(looker, filter, processId, jsonLines, out)
          .run(Watch.Pause.of(interval == null ? "1s" : interval));
    }
    if (byObject) {
      objects(looker, filter, out);
      return ExitCode.OK;
    }
    TableSnapshot look = process == null ? looker.lookAtAll() : looker.look(processId);
    boolean isOverview =
        process == null && filter.equals(RowFilter.ALL) && !(all || count || json || jsonLines);
    if (isOverview) {
      OverviewText.writeProcesses(look, looker.ownProcessId(), out);
    } else if (count) {
      counts(look.filtered(filter), out);
    } else {
      rows(looker, look.filtered(filter), out);
    }
    return ExitCode.OK;
  }

  private void rows(Looker looker, TableSnapshot look, Writer out) throws IOException {
    ObjectLabels labels = looker.label(look);
    if (json) {
      HandleJson.writeHandles(look, labels, out);
    } else if (jsonLines) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.rows(look, labels);
    } else if (process != null) {
      RowsText.writeTable(look.tables().get(0), labels, out);
    } else {
      RowsText.writeAll(look, labels, out);
      OverviewText.writeFailures(look, out);
    }
  }

  private void counts(TableSnapshot look, Writer out) throws IOException {
    if (json) {
      HandleJson.writeCounts(look, out);
    } else if (jsonLines) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.counts(TypeCount.of(look));
    } else {
      OverviewText.writeTypes(look, out);
    }
  }

  private void objects(Looker looker, RowFilter filter, Writer out) throws IOException {
    TableSnapshot look = looker.lookAtAll();
    if (process != null) {
      checkReadable(look);
    }
    Predicate<HandleRow> isWanted =
        row -> (process == null || row.processId() == processId) && filter.test(row);
    List<SharedObject> objects = looker.objects(look, isWanted);
    if (json) {
      HandleJson.writeObjects(look, objects, out);
    } else if (jsonLines) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.objects(objects);
    } else {
      ObjectsText.write(objects, out);
    }
  }

  private void checkReadable(TableSnapshot look) {
    ProcessTable table = look.table(processId);
    if (table == null) {
      throw new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (table.failure() != null) {
      throw table.failure();
    }
  }

  private static int printSchema(OutputStream out) throws IOException {
    try (InputStream schema = HandleJson.class.getResourceAsStream(HandleJson.SCHEMA)) {
      schema.transferTo(out);
      out.flush();
    }
    return ExitCode.OK;
  }
}
