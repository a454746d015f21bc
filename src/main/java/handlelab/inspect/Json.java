package handlelab.inspect;

import com.google.gson.stream.JsonWriter;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
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

  private Json() {}

  static void head(String form, JsonWriter out) throws IOException {
    out.name("form").value(form);
    out.name("version").value(VERSION);
  }

  static void look(TableSnapshot look, JsonWriter out) throws IOException {
    lookOf(look.origin(), look.takenAt(), look.wholeMachine(), look.filter(), out);
  }

  static void lookOf(
      Origin origin, Instant takenAt, boolean wholeMachine, RowFilter filter, JsonWriter out)
      throws IOException {
    out.name("backend").value(origin.backend());
    out.name("kernel").value(origin.kernel());
    out.name("takenAt").value(time(takenAt));
    out.name("wholeMachine").value(wholeMachine);
    out.name("filter").beginObject();
    out.name("type").value(filter.type());
    out.name("nameFragment").value(filter.nameFragment());
    out.name("inheritableOnly").value(filter.inheritableOnly());
    out.endObject();
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
