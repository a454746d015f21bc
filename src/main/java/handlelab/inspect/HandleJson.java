package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import handlelab.inspect.TableDifference.RowChange;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Snapshots, objects, counts and differences as one JSON document each, written as a stream.
 *
 * <p>The schema {@link #SCHEMA} describes the forms. Each begins with its name and version. Numbers
 * are numbers: handle values and access masks too; addresses are text, because many readers have no
 * numbers of that size.
 */
public final class HandleJson {
  /** The schema's name as a resource of this project. */
  public static final String SCHEMA = "/handlelab/schema/handles-1.json";

  private HandleJson() {}

  /**
   * Writes the form {@code handlelab.handles}: tables with their rows.
   *
   * @param snapshot what to write
   * @param labels the labels of its rows
   * @param target where the document goes
   * @throws java.io.IOException if {@code target} cannot be written to
   */
  public static void writeHandles(TableSnapshot snapshot, ObjectLabels labels, Writer target)
      throws IOException {
    RowJson rows = new RowJson(labels);
    Json.document(
        Json.HANDLES,
        target,
        out -> {
          Json.snapshot(snapshot, out);
          Json.objects("processes", snapshot.tables(), out, table -> table(table, rows, out));
        });
  }

  private static void table(ProcessTable table, RowJson rows, JsonWriter out) throws IOException {
    Json.process(table.process(), out);
    if (table.failure() != null) {
      Json.error(table.failure(), out);
    } else {
      Json.array("rows", table.rows(), out, row -> rows.write(row, false, out));
    }
  }

  /**
   * Writes the form {@code handlelab.objects}: objects with the rows that point to them.
   *
   * @param snapshot that the objects were found in
   * @param objects what to write
   * @param target where the document goes
   * @throws java.io.IOException if {@code target} cannot be written to
   */
  public static void writeObjects(TableSnapshot snapshot, List<SharedObject> objects, Writer target)
      throws IOException {
    Json.document(
        Json.OBJECTS,
        target,
        out -> {
          Json.snapshot(snapshot, out);
          Json.objects("objects", objects, out, object -> object(object, out));
        });
  }

  static void object(SharedObject object, JsonWriter out) throws IOException {
    out.name("object").value(object.label());
    out.name("type").value(object.type());
    out.name("name").value(object.name());
    out.name("state").value(object.state());
    out.name("usageCount").value(object.usageCount());
    RowJson rows = new RowJson(ObjectLabels.addressesOnly());
    Json.array("holders", object.holders(), out, row -> rows.holder(row, out));
  }

  /**
   * Writes the form {@code handlelab.counts}: numbers of rows by type.
   *
   * @param snapshot the rows to count
   * @param target where the document goes
   * @throws java.io.IOException if {@code target} cannot be written to
   */
  public static void writeCounts(TableSnapshot snapshot, Writer target) throws IOException {
    Json.document(
        Json.COUNTS,
        target,
        out -> {
          Json.snapshot(snapshot, out);
          out.name("processes").value(snapshot.tables().size());
          out.name("rows").value(snapshot.rowCount());
          Json.objects("types", TypeCount.of(snapshot), out, count -> count(count, out));
        });
  }

  static void count(TypeCount count, JsonWriter out) throws IOException {
    out.name("type").value(count.type());
    out.name("rows").value(count.rows());
    out.name("inheritable").value(count.inheritable());
    out.name("named").value(count.named());
  }

  /**
   * Writes the form {@code handlelab.difference}: what was opened, closed and changed between two
   * snapshots.
   *
   * @param before the earlier snapshot
   * @param after the later snapshot
   * @param difference between these two
   * @param target where the document goes
   * @throws java.io.IOException if {@code target} cannot be written to
   */
  public static void writeDifference(
      TableSnapshot before, TableSnapshot after, TableDifference difference, Writer target)
      throws IOException {
    RowJson rows = new RowJson(ObjectLabels.addressesOnly());
    Json.document(
        Json.DIFFERENCE,
        target,
        out -> {
          snapshot("before", before, out);
          snapshot("after", after, out);
          Json.array("startedProcesses", difference.startedProcesses(), out, out::value);
          Json.array("endedProcesses", difference.endedProcesses(), out, out::value);
          rows("opened", difference.opened(), rows, out);
          rows("closed", difference.closed(), rows, out);
          Json.objects("changed", difference.changed(), out, change -> change(change, rows, out));
          Json.array("notCompared", difference.notCompared(), out, out::value);
        });
  }

  static void change(RowChange change, RowJson rows, JsonWriter out) throws IOException {
    out.name("before");
    rows.write(change.before(), true, out);
    out.name("after");
    rows.write(change.after(), true, out);
  }

  private static void snapshot(String name, TableSnapshot snapshot, JsonWriter out)
      throws IOException {
    out.name(name).beginObject();
    Json.snapshot(snapshot, out);
    out.endObject();
  }

  private static void rows(String name, List<HandleRow> list, RowJson rows, JsonWriter out)
      throws IOException {
    Json.array(name, list, out, row -> rows.write(row, true, out));
  }
}
