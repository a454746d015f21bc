package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a row in JSON, the same in every form. Used by one thread. */
final class RowJson {
  /** What all rows of one type and access have in common. */
  private record Access(String type, int mask) {}

  private final ObjectLabels labels;
  private final Map<Access, List<String>> rights = new HashMap<>();

  RowJson(ObjectLabels labels) {
    this.labels = labels;
  }

  /** Writes an object with all fields. */
  void write(HandleRow row, boolean withProcess, JsonWriter out) throws IOException {
    out.beginObject();
    fields(row, withProcess, out);
    out.endObject();
  }

  /** Writes all fields into the object that is open. */
  void fields(HandleRow row, boolean withProcess, JsonWriter out) throws IOException {
    if (withProcess) {
      out.name("processId").value(row.processId());
    }
    out.name("handle").value(row.handle().value());
    out.name("type").value(row.objectType());
    out.name("name").value(row.objectName());
    access(row, out);
    out.name("usageCount").value(row.usageCount());
    out.name("object").value(labels.of(row));
  }

  /** Writes the fields that belong to the row and not to its object. */
  void holder(HandleRow row, JsonWriter out) throws IOException {
    out.beginObject();
    out.name("processId").value(row.processId());
    out.name("handle").value(row.handle().value());
    access(row, out);
    out.endObject();
  }

  private void access(HandleRow row, JsonWriter out) throws IOException {
    out.name("access").value(Integer.toUnsignedLong(row.grantedAccess()));
    out.name("rights").beginArray();
    Access access = new Access(row.objectType(), row.grantedAccess());
    for (String name :
        rights.computeIfAbsent(access, key -> AccessNames.decode(key.type, key.mask))) {
      out.value(name);
    }
    out.endArray();
    out.name("inheritable").value(row.inheritable());
    out.name("protectedFromClose").value(row.protectedFromClose());
  }
}
