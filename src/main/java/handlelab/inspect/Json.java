package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the JSON forms of this package have in common. */
final class Json {
  /** Grows when a form changes so that old readers would go wrong; new fields do not count. */
  static final int VERSION = 1;

  static final String HANDLES = "handlelab.handles";
  static final String OBJECTS = "handlelab.objects";
  static final String COUNTS = "handlelab.counts";
  static final String DIFFERENCE = "handlelab.difference";
  static final String LINES = "handlelab.lines";

  /** Writes fields into the object that is open. */
  @FunctionalInterface
  interface Fields {
    void write(JsonWriter out) throws IOException;
  }

  /** Writes one value of an array. */
  @FunctionalInterface
  interface Value<T> {
    void write(T value) throws IOException;
  }

  private Json() {}

  /** Writes a document of one form, with a line end. */
  static void document(String form, Writer target, Fields fields) throws IOException {
    JsonWriter out = new JsonWriter(target);
    out.beginObject();
    head(form, out);
    fields.write(out);
    out.endObject();
    out.flush();
    target.write('\n');
  }

  static <T> void array(String name, Iterable<T> values, JsonWriter out, Value<T> value)
      throws IOException {
    out.name(name).beginArray();
    for (T each : values) {
      value.write(each);
    }
    out.endArray();
  }

  static <T> void arrayOrNull(String name, Iterable<T> values, JsonWriter out, Value<T> value)
      throws IOException {
    if (values == null) {
      out.name(name).nullValue();
    } else {
      array(name, values, out, value);
    }
  }

  /** An array of objects, of which each is the fields of one value. */
  static <T> void objects(String name, Iterable<T> values, JsonWriter out, Value<T> fields)
      throws IOException {
    array(
        name,
        values,
        out,
        value -> {
          out.beginObject();
          fields.write(value);
          out.endObject();
        });
  }

  static void head(String form, JsonWriter out) throws IOException {
    out.name("form").value(form);
    out.name("version").value(VERSION);
  }

  /** When and where something was read. */
  static void origin(Origin origin, Instant takenAt, JsonWriter out) throws IOException {
    out.name("backend").value(origin.backend());
    out.name("kernel").value(origin.kernel());
    out.name("takenAt").value(time(takenAt));
  }

  static void snapshot(TableSnapshot snapshot, JsonWriter out) throws IOException {
    origin(snapshot.origin(), snapshot.takenAt(), out);
    out.name("wholeMachine").value(snapshot.wholeMachine());
    RowFilter filter = snapshot.filter();
    out.name("filter").beginObject();
    out.name("type").value(filter.type());
    out.name("nameFragment").value(filter.nameFragment());
    out.name("inheritableOnly").value(filter.inheritableOnly());
    out.endObject();
  }

  static void process(ProcessDetails process, JsonWriter out) throws IOException {
    out.name("processId").value(process.processId());
    out.name("image").value(process.imageName());
    out.name("parentProcessId").value(idOrNull(process.parentProcessId()));
    out.name("startTime").value(process.startTime() == null ? null : time(process.startTime()));
    out.name("suspended").value(process.isSuspended());
    out.name("commandLine").value(process.commandLine());
    out.name("hostProcessId").value(idOrNull(process.hostProcessId()));
  }

  private static Long idOrNull(long id) {
    return id == 0 ? null : id;
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static void error(Win32Exception failure, JsonWriter out) throws IOException {
    out.name("error").beginObject();
    out.name("function").value(failure.function());
    out.name("code").value(Integer.toUnsignedLong(failure.errorCode()));
    out.name("text").value(Win32Error.describe(failure.errorCode()));
    out.endObject();
  }
}
