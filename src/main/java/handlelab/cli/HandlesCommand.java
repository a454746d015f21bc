package handlelab.cli;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.Failure;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.inspect.HandleJson;
import handlelab.inspect.HandleText;
import handlelab.inspect.JsonLines;
import handlelab.inspect.ObjectLabels;
import handlelab.inspect.ProcessTable;
import handlelab.inspect.RowFilter;
import handlelab.inspect.SharedObject;
import handlelab.inspect.TableInspector;
import handlelab.inspect.TableSnapshot;
import handlelab.inspect.TypeCount;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command {@code handles}. */
final class HandlesCommand extends LookCommand {
  private static final Usage USAGE =
      new Usage("handles", "[PID|IMAGE]")
          .text(
              "Shows the handle table of a process, which PID or its program's name, such as"
                  + " java.exe, picks: value, type, flags, usage count, object, access and name of"
                  + " each row. Without it: the processes with their numbers of handles; with a"
                  + " filter or --all, the rows of all processes. Looking changes nothing: handles"
                  + " that the command needs itself are neither listed nor counted.")
          .text("Who holds a file: handlelab handles --name C:\\folder\\file.txt")
          .heading("Which rows:")
          .value("--type", "TYPE", "only objects of this type, such as File")
          .value(
              "--name",
              "TEXT",
              "only objects with this in their name; case does not count. C:\\x, \\\\.\\pipe\\x and"
                  + " \\\\.\\mailslot\\x stand for the names that the kernel has for them")
          .flag("--inheritable", "only handles that a child would inherit")
          .flag("--all", "without PID: all rows, not the numbers")
          .flag("--command-line", "with the processes, their command lines")
          .heading("How:")
          .flag("--by-object", "by object, each with every holder over all processes")
          .flag("--count", "only how many rows of each type")
          .flag("--json", "one JSON document; without PID: all rows")
          .flag("--jsonl", "JSON Lines: the look, then one row in each line")
          .schema(HandleJson.SCHEMA, "all these forms")
          .flag(
              "--watch", "go on, and show what opens and closes, until Ctrl-C or the process ends")
          .value(
              "--interval",
              "TIME",
              "between two looks of --watch, such as 0.5s, 200ms, 1m; default: 1s")
          .heading("Common:")
          .backend()
          .common()
          .text(
              "An object is shown by its address. If the kernel hides it, the object is shown as #"
                  + " and a number; rows with the same number point to the same object, and the"
                  + " next look counts anew.")
          .text(
              "Exit codes: 0 done, 1 failed (as when no such process runs), 2 wrong usage, 130"
                  + " Ctrl-C.");

  /** 0 for all processes, or those of {@link #image}. */
  private int processId;

  /** The name of the program of the processes; null if it does not matter. */
  private String image;

  HandlesCommand() {
    super(USAGE);
  }

  static Command create() {
    return new HandlesCommand();
  }

  @Override
  void check(Arguments arguments) {
    String process = arguments.onlyWord();
    boolean isImage = process != null && !process.matches("(?i)0x.*|[0-9+-].*");
    image = isImage ? process : null;
    processId = process == null || isImage ? 0 : processId(process);
    boolean json = arguments.has("--json");
    boolean byObject = arguments.has("--by-object");
    boolean count = arguments.has("--count");
    boolean watch = arguments.has("--watch");
    exclude(json && arguments.has("--jsonl"), "--json and --jsonl exclude each other");
    exclude(byObject && count, "--by-object and --count exclude each other");
    exclude(watch && (byObject || count), "--watch shows rows, neither --by-object nor --count");
    exclude(watch && json, "--watch has no end to close a document: use --jsonl");
    exclude(arguments.has("--interval") && !watch, "--interval is for --watch");
    var unused = pause(arguments);
    exclude(arguments.has("--all") && process != null, "--all is for all processes, not for one");
  }

  private static Watch.Pause pause(Arguments arguments) {
    return Watch.Pause.of(arguments.has("--interval") ? arguments.value("--interval") : "1s");
  }

  private static void exclude(boolean isContradiction, String message) {
    if (isContradiction) {
      throw new UsageException(message);
    }
  }

  @Override
  void look(Arguments arguments, TableInspector inspector, Writer out) throws IOException {
    RowFilter filter =
        new RowFilter(
            arguments.value("--type"), arguments.value("--name"), arguments.has("--inheritable"));
    boolean isWatching = arguments.has("--watch");
    pick(inspector, isWatching);
    if (isWatching) {
      new Watch(inspector, filter, processId, arguments.has("--jsonl"), out).run(pause(arguments));
    } else if (arguments.has("--by-object")) {
      objects(arguments, inspector, filter, out);
    } else {
      TableSnapshot look = look(inspector, processId, image == null).ofImage(image);
      boolean isOverview =
          processId == 0
              && image == null
              && filter.isEmpty()
              && Stream.of("--all", "--count", "--json", "--jsonl").noneMatch(arguments::has);
      if (isOverview) {
        boolean showsCommandLines = arguments.has("--command-line");
        HandleText.writeProcesses(look, inspector.ownProcessId(), showsCommandLines, out);
      } else if (arguments.has("--count")) {
        counts(arguments, look.filtered(filter), out);
      } else {
        rows(arguments, inspector, look.filtered(filter), out);
      }
    }
  }

  /** If one process runs the program, it is as if its id was given. */
  private void pick(TableInspector inspector, boolean isWatching) {
    if (image == null) {
      return;
    }
    List<ProcessDetails> found =
        inspector.processes().stream()
            .filter(process -> TableSnapshot.isImage(process, image))
            .filter(process -> process.processId() != inspector.ownProcessId())
            .toList();
    if (found.isEmpty()) {
      throw new Failure("no process runs " + image + "; handlelab handles shows those that run");
    }
    if (found.size() == 1) {
      processId = found.get(0).processId();
      image = null;
    } else if (isWatching) {
      throw new Failure(
          "--watch takes one process: "
              + image
              + " is run by "
              + found.stream()
                  .map(process -> String.valueOf(process.processId()))
                  .collect(Collectors.joining(", ")));
    }
  }

  private void rows(Arguments arguments, TableInspector inspector, TableSnapshot look, Writer out)
      throws IOException {
    ObjectLabels labels = inspector.labels(look);
    if (arguments.has("--json")) {
      HandleJson.writeHandles(look, labels, out);
    } else if (arguments.has("--jsonl")) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.rows(look, labels);
    } else if (processId != 0) {
      HandleText.writeTable(look.tables().get(0), labels, arguments.has("--command-line"), out);
    } else {
      HandleText.writeAll(look, labels, out);
    }
  }

  private static void counts(Arguments arguments, TableSnapshot look, Writer out)
      throws IOException {
    if (arguments.has("--json")) {
      HandleJson.writeCounts(look, out);
    } else if (arguments.has("--jsonl")) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.counts(TypeCount.of(look));
    } else {
      HandleText.writeTypes(look, out);
    }
  }

  private void objects(Arguments arguments, TableInspector inspector, RowFilter filter, Writer out)
      throws IOException {
    TableSnapshot look = image == null ? inspector.snapshotOfAll() : inspector.snapshotOfOthers();
    if (processId != 0) {
      checkReadable(inspector, look);
    }
    Predicate<HandleRow> isWanted =
        row -> (processId == 0 || row.processId() == processId) && filter.test(row);
    if (image != null) {
      Set<Integer> ofImage =
          look.ofImage(image).tables().stream()
              .map(ProcessTable::processId)
              .collect(Collectors.toSet());
      isWanted = isWanted.and(row -> ofImage.contains(row.processId()));
    }
    List<SharedObject> objects = inspector.objects(look, isWanted);
    if (arguments.has("--json")) {
      HandleJson.writeObjects(look, objects, out);
    } else if (arguments.has("--jsonl")) {
      JsonLines lines = new JsonLines(out);
      lines.head(look);
      lines.objects(objects);
    } else {
      HandleText.writeObjects(look, objects, out);
    }
  }

  private void checkReadable(TableInspector inspector, TableSnapshot look) {
    ProcessTable table = look.table(processId);
    if (table == null) {
      throw failure(
          new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER),
          processId,
          inspector);
    }
    if (table.failure() != null) {
      throw failure(table.failure(), processId, inspector);
    }
  }
}
