package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import handlelab.inspect.TableDifference.RowChange;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;

/**
 * Snapshots as JSON Lines: a JSON object in each line. The first has form, version and origin; each
 * other one stands for itself.
 *
 * <p>What a line is its field {@code line} says: {@code look}, {@code row}, {@code unreadable},
 * {@code object}, {@code count}; and for a watcher {@code opened}, {@code closed}, {@code changed},
 * {@code processStarted}, {@code processEnded}. The schema {@link HandleJson#SCHEMA} describes each
 * under {@code $defs/line}. Used by one thread.
 */
public final class JsonLines {
  private final Writer target;
  private RowJson rows = new RowJson(ObjectLabels.addressesOnly());

  /**
   * A writer of lines that has written none yet.
   *
   * @param target is neither flushed nor closed
   */
  public JsonLines(Writer target) {
    this.target = target;
  }

  /**
   * Writes the first line: form, version, and where and when the look was taken.
   *
   * @param look the snapshot that the lines are about
   * @throws java.io.IOException if the target cannot be written to
   */
  public void head(TableSnapshot look) throws IOException {
    line(
        "look",
        out -> {
          Json.head(Json.LINES, out);
          Json.snapshot(look, out);
        });
  }

  /**
   * Writes a line for each row, and for each process whose table could not be read.
   *
   * @param look the rows to write
   * @param labels the labels of its rows
   * @throws java.io.IOException if the target cannot be written to
   */
  public void rows(TableSnapshot look, ObjectLabels labels) throws IOException {
    rows = new RowJson(labels);
    for (ProcessTable table : look.tables()) {
      if (table.failure() != null) {
        line(
            "unreadable",
            out -> {
              out.name("processId").value(table.processId());
              Json.error(table.failure(), out);
            });
      }
      for (HandleRow row : table.rows()) {
        write(rows.object("{\"line\":\"row\",", row, true));
      }
    }
  }

  /**
   * Writes a line for each object.
   *
   * @param objects what to write, in this order
   * @throws java.io.IOException if the target cannot be written to
   */
  public void objects(List<SharedObject> objects) throws IOException {
    for (SharedObject object : objects) {
      line("object", out -> HandleJson.object(object, out));
    }
  }

  /**
   * Writes a line for each type.
   *
   * @param counts what to write, in this order
   * @throws java.io.IOException if the target cannot be written to
   */
  public void counts(List<TypeCount> counts) throws IOException {
    for (TypeCount count : counts) {
      line("count", out -> HandleJson.count(count, out));
    }
  }

  /**
   * Writes a line for each row and process that came, went or changed.
   *
   * @param at when it was noticed
   * @param difference what to write
   * @throws java.io.IOException if the target cannot be written to
   */
  public void difference(Instant at, TableDifference difference) throws IOException {
    for (int id : difference.startedProcesses()) {
      processLine("processStarted", at, id);
    }
    rowLines("closed", at, difference.closed());
    rowLines("opened", at, difference.opened());
    for (RowChange change : difference.changed()) {
      timedLine("changed", at, out -> HandleJson.change(change, rows, out));
    }
    for (int id : difference.endedProcesses()) {
      processLine("processEnded", at, id);
    }
  }

  /**
   * Writes a line for a process that has ended.
   *
   * @param at when it was noticed
   * @param processId the id that the process had
   * @throws java.io.IOException if the target cannot be written to
   */
  public void processEnded(Instant at, int processId) throws IOException {
    processLine("processEnded", at, processId);
  }

  private void processLine(String kind, Instant at, int processId) throws IOException {
    timedLine(kind, at, out -> out.name("processId").value(processId));
  }

  private void rowLines(String kind, Instant at, List<HandleRow> list) throws IOException {
    String begin = "{\"line\":\"" + kind + "\",\"at\":\"" + Json.time(at) + "\",";
    for (HandleRow row : list) {
      write(rows.object(begin, row, true));
    }
  }

  private void timedLine(String kind, Instant at, Json.Fields fields) throws IOException {
    line(
        kind,
        out -> {
          out.name("at").value(Json.time(at));
          fields.write(out);
        });
  }

  private void write(CharSequence line) throws IOException {
    target.append(line).append('\n');
  }

  private void line(String kind, Json.Fields fields) throws IOException {
    // One writer for each line: a JsonWriter writes one top-level value. It holds no buffer.
    JsonWriter out = new JsonWriter(target);
    out.beginObject();
    out.name("line").value(kind);
    fields.write(out);
    out.endObject();
    target.write('\n');
  }
}
