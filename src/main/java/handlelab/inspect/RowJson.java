package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The fields of a row in JSON, the same in every form. Used by one thread.
 *
 * <p>A table can have 100,000 rows, and a command that shows them has just started: so a row is put
 * together as text, of pieces that most rows share, which takes half as long as a call of a {@link
 * JsonWriter} for each field.
 */
final class RowJson {
  private final ObjectLabels labels;

  /** The fields of an access, by type and mask: there are few of each. */
  private final Map<String, Map<Integer, String>> accesses = new HashMap<>();

  /** The last type and name, and their fields: rows of one object stand together. */
  private String type;

  private String name;
  private String typeAndName;

  private final StringBuilder text = new StringBuilder();

  RowJson(ObjectLabels labels) {
    this.labels = labels;
  }

  /** Writes an object with all fields. */
  void write(HandleRow row, boolean withProcess, JsonWriter out) throws IOException {
    out.jsonValue(object("{", row, withProcess).toString());
  }

  /**
   * An object with all fields as text.
   *
   * @param begin the object's begin: a brace, or fields that come first, and a comma
   * @return is used again by the next call
   */
  StringBuilder object(String begin, HandleRow row, boolean withProcess) {
    text.setLength(0);
    text.append(begin);
    if (withProcess) {
      text.append("\"processId\":").append(row.processId()).append(',');
    }
    text.append("\"handle\":");
    fromHandleOn(row);
    return text.append('}');
  }

  /** Writes all fields but the process into the object that is open. */
  void fields(HandleRow row, JsonWriter out) throws IOException {
    text.setLength(0);
    fromHandleOn(row);
    // For the writer that is the value of one field; it looks into no value that is JSON already.
    out.name("handle").jsonValue(text.toString());
  }

  private void fromHandleOn(HandleRow row) {
    text.append(row.handle().value());
    text.append(typeAndName(row));
    access(row);
    text.append(",\"usageCount\":").append(row.usageCount());
    String label = labels.of(row);
    text.append(",\"object\":");
    if (label == null) {
      text.append("null");
    } else {
      // An address or a number, in which nothing needs an escape.
      text.append('"').append(label).append('"');
    }
    String state = labels.states().of(row);
    if (state != null) {
      text.append(",\"state\":\"").append(state).append('"');
    }
  }

  /** Writes an object with the fields that belong to the row and not to its object. */
  void holder(HandleRow row, JsonWriter out) throws IOException {
    text.setLength(0);
    text.append("{\"processId\":").append(row.processId());
    text.append(",\"handle\":").append(row.handle().value());
    access(row);
    out.jsonValue(text.append('}').toString());
  }

  private String typeAndName(HandleRow row) {
    if (!row.objectType().equals(type) || !Objects.equals(row.objectName(), name)) {
      type = row.objectType();
      name = row.objectName();
      typeAndName = ",\"type\":" + quoted(type) + ",\"name\":" + quoted(name);
    }
    return typeAndName;
  }

  private void access(HandleRow row) {
    text.append(
        accesses
            .computeIfAbsent(row.objectType(), type -> new HashMap<>())
            .computeIfAbsent(row.grantedAccess(), mask -> accessFields(row.objectType(), mask)));
    text.append(",\"inheritable\":").append(row.inheritable());
    text.append(",\"protectedFromClose\":").append(row.protectedFromClose());
  }

  private static String accessFields(String type, int mask) {
    StringBuilder fields = new StringBuilder(",\"access\":");
    fields.append(Integer.toUnsignedLong(mask)).append(",\"rights\":[");
    String separator = "";
    for (String right : AccessNames.decode(type, mask)) {
      fields.append(separator).append(quoted(right));
      separator = ",";
    }
    return fields.append(']').toString();
  }

  /** A text as JSON, escaped as in all other fields; null as {@code null}. */
  private static String quoted(String value) {
    StringWriter quoted = new StringWriter();
    try (JsonWriter out = new JsonWriter(quoted)) {
      out.value(value);
    } catch (IOException e) {
      throw new AssertionError("a StringWriter throws nothing", e);
    }
    return quoted.toString();
  }
}
