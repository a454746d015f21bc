package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Looks as one JSON document each, written as a stream.
 *
 * <p>The forms are described by the schema {@link #SCHEMA}, which a test holds them to. Each begins
 * with its name and version. Numbers are numbers: handle values and access masks too; addresses are
 * text, because they do not fit into the numbers of many readers.
 */
public final class HandleJson {
  /** The schema's name as a resource of this project. */
  public static final String SCHEMA = "/handlelab/schema/handles-1.json";

  private HandleJson() {}

  /** Writes the form {@code handlelab.handles}: tables with their rows. */
  public static void writeHandles(TableSnapshot look, ObjectLabels labels, Writer target)
      throws IOException {
    RowJson rows = new RowJson(labels);
    JsonWriter out = begin(Json.HANDLES, target);
    Json.look(look, out);
    out.name("processes").beginArray();
    for (ProcessTable table : look.tables()) {
      out.beginObject();
      out.name("processId").value(table.processId());
      if (table.failure() != null) {
        Json.error(table.failure(), out);
      } else {
        out.name("rows").beginArray();
        for (HandleRow row : table.rows()) {
          rows.write(row, false, out);
        }
        out.endArray();
      }
      out.endObject();
    }
    out.endArray();
    end(out, target);
  }

  /**
   * Writes the form {@code handlelab.objects}: objects with the rows that point to them.
   *
   * @param look that the objects were found in
   */
  public static void writeObjects(TableSnapshot look, List<SharedObject> objects, Writer target)
      throws IOException {
    JsonWriter out = begin(Json.OBJECTS, target);
    Json.look(look, out);
    out.name("objects").beginArray();
    for (SharedObject object : objects) {
      out.beginObject();
      object(object, out);
      out.endObject();
    }
    out.endArray();
    end(out, target);
  }

  static void object(SharedObject object, JsonWriter out) throws IOException {
    RowJson rows = new RowJson(ObjectLabels.addressesOnly());
    out.name("object").value(object.label());
    out.name("type").value(object.type());
    out.name("name").value(object.name());
    out.name("usageCount").value(object.usageCount());
    out.name("holders").beginArray();
    for (HandleRow row : object.holders()) {
      rows.holder(row, out);
    }
    out.endArray();
  }

  /** Writes the form {@code handlelab.counts}: numbers of rows by type. */
  public static void writeCounts(TableSnapshot look, Writer target) throws IOException {
    JsonWriter out = begin(Json.COUNTS, target);
    Json.look(look, out);
    out.name("processes").value(look.tables().size());
    out.name("rows").value(look.rowCount());
    out.name("types").beginArray();
    for (TypeCount count : TypeCount.of(look)) {
      out.beginObject();
      count(count, out);
      out.endObject();
    }
    out.endArray();
    end(out, target);
  }

  static void count(TypeCount count, JsonWriter out) throws IOException {
    out.name("type").value(count.type());
    out.name("rows").value(count.rows());
    out.name("inheritable").value(count.inheritable());
    out.name("named").value(count.named());
  }

  /**
   * Writes the form {@code handlelab.difference}: what was opened, closed and changed between two
   * looks.
   */
  public static void writeDifference(
      TableSnapshot before, TableSnapshot after, TableDifference difference, Writer target)
      throws IOException {
    RowJson rows = new RowJson(ObjectLabels.addressesOnly());
    JsonWriter out = begin(Json.DIFFERENCE, target);
    look("before", before, out);
    look("after", after, out);
    ids("startedProcesses", difference.startedProcesses(), out);
    ids("endedProcesses", difference.endedProcesses(), out);
    rows("opened", difference.opened(), rows, out);
    rows("closed", difference.closed(), rows, out);
    out.name("changed").beginArray();
    for (RowChange change : difference.changed()) {
      out.beginObject();
      change(change, rows, out);
      out.endObject();
    }
    out.endArray();
    ids("notCompared", difference.notCompared(), out);
    end(out, target);
  }

  static void change(RowChange change, RowJson rows, JsonWriter out) throws IOException {
    out.name("before");
    rows.write(change.before(), true, out);
    out.name("after");
    rows.write(change.after(), true, out);
  }

  private static void look(String name, TableSnapshot look, JsonWriter out) throws IOException {
    out.name(name).beginObject();
    Json.look(look, out);
    out.endObject();
  }

  private static void ids(String name, List<Integer> ids, JsonWriter out) throws IOException {
    out.name(name).beginArray();
    for (int id : ids) {
      out.value(id);
    }
    out.endArray();
  }

  private static void rows(String name, List<HandleRow> list, RowJson rows, JsonWriter out)
      throws IOException {
    out.name(name).beginArray();
    for (HandleRow row : list) {
      rows.write(row, true, out);
    }
    out.endArray();
  }

  private static JsonWriter begin(String form, Writer target) throws IOException {
    JsonWriter out = new JsonWriter(target);
    out.beginObject();
    Json.head(form, out);
    return out;
  }

  private static void end(JsonWriter out, Writer target) throws IOException {
    out.endObject();
    out.flush();
    target.write('\n');
  }
}
