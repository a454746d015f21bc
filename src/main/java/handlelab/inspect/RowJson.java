package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import java.io.IOException;

/**
 * The fields of a row in JSON, the same in every form.
 *
 * @param labels of the objects that the rows point to
 */
record RowJson(ObjectLabels labels) {
  /** Writes an object with all fields. */
  void write(HandleRow row, boolean withProcess, JsonWriter out) throws IOException {
    out.beginObject();
    if (withProcess) {
      out.name("processId").value(row.processId());
    }
    fields(row, out);
    out.endObject();
  }

  /** Writes all fields but the process into the object that is open. */
  void fields(HandleRow row, JsonWriter out) throws IOException {
    out.name("handle").value(row.handle().value());
    out.name("type").value(row.objectType());
    out.name("name").value(row.objectName());
    access(row, out);
    out.name("usageCount").value(row.usageCount());
    out.name("object").value(labels.of(row));
    String state = labels.states().of(row);
    if (state != null) {
      out.name("state").value(state);
    }
  }

  /** Writes an object with the fields that belong to the row and not to its object. */
  static void holder(HandleRow row, JsonWriter out) throws IOException {
    out.beginObject();
    out.name("processId").value(row.processId());
    out.name("handle").value(row.handle().value());
    access(row, out);
    out.endObject();
  }

  private static void access(HandleRow row, JsonWriter out) throws IOException {
    out.name("access").value(Integer.toUnsignedLong(row.grantedAccess()));
    out.name("rights").beginArray();
    for (String right : AccessNames.decode(row.objectType(), row.grantedAccess())) {
      out.value(right);
    }
    out.endArray();
    out.name("inheritable").value(row.inheritable());
    out.name("protectedFromClose").value(row.protectedFromClose());
  }
}
