package handlelab.inspect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the form {@code handlelab.handles} back.
 *
 * <p>Fields may come in any order and unknown ones are skipped, but what a comparison needs must be
 * there and make sense. Numbered labels are not read: they mean nothing outside their look.
 * Stateless.
 */
public final class SnapshotReader {
  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
  private static final Gson GSON = new GsonBuilder().setStrictness(Strictness.STRICT).create();

  private record Document(
      String form,
      Long version,
      String backend,
      String kernel,
      String takenAt,
      Boolean wholeMachine,
      RowFilter filter,
      List<Table> processes) {}

  /** A process; what else is known of it is for people. */
  private record Table(
      int processId, String image, String startTime, List<Row> rows, Failure error) {}

  private record Failure(String function, Long code) {}

  private record Row(
      long handle,
      String type,
      String name,
      Long access,
      Boolean inheritable,
      Boolean protectedFromClose,
      Long usageCount,
      String object) {}

  private SnapshotReader() {}

  /**
   * Reads one document to its end.
   *
   * @param source the text; it is not closed
   * @return the snapshot that the document describes
   * @throws SnapshotFormatException where it is damaged, cut off, of another form or of a newer
   *     version
   * @throws IOException if the source cannot be read
   */
  public static TableSnapshot read(Reader source) throws IOException, SnapshotFormatException {
    JsonReader in = GSON.newJsonReader(source);
    Document document;
    try {
      document = GSON.fromJson(in, Document.class);
      if (document != null && in.peek() != JsonToken.END_DOCUMENT) {
        throw new SnapshotFormatException("more text behind the end");
      }
    } catch (MalformedJsonException e) {
      throw new SnapshotFormatException("more text behind the end");
    } catch (JsonParseException e) {
      throw new SnapshotFormatException(problem(e) + " at " + in.getPath());
    }
    return snapshot(document);
  }

  /** What is wrong; the messages of Gson's exceptions have more words than that. */
  private static String problem(JsonParseException e) throws IOException {
    if (e.getCause() instanceof EOFException) {
      return "the text ends too early";
    }
    if (e.getCause() instanceof MalformedJsonException) {
      return "not JSON";
    }
    if (e.getCause() instanceof IOException broken) {
      throw broken;
    }
    return "an unexpected value";
  }

  private static TableSnapshot snapshot(Document read) throws SnapshotFormatException {
    if (read == null || read.form == null || read.version == null) {
      throw new SnapshotFormatException("not of the form " + Json.HANDLES);
    }
    if (!read.form.equals(Json.HANDLES)) {
      throw new SnapshotFormatException("of the form " + read.form + ", not " + Json.HANDLES);
    }
    if (read.version != Json.VERSION) {
      throw new SnapshotFormatException(
          "of version " + read.version + "; this program reads version " + Json.VERSION);
    }
    if (read.backend == null
        || read.kernel == null
        || read.takenAt == null
        || read.wholeMachine == null
        || read.filter == null
        || read.processes == null) {
      throw new SnapshotFormatException(
          "one of backend, kernel, takenAt, wholeMachine, filter and processes is missing");
    }
    List<ProcessTable> tables = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < read.processes.size(); i++) {
      String place = "$.processes[" + i + "]";
      ProcessTable table = table(read.processes.get(i), place);
      if (!seen.add(table.processId())) {
        throw bad("process " + table.processId() + " for the second time", place);
      }
      tables.add(table);
    }
    tables.sort(Comparator.comparingInt(ProcessTable::processId));
    return new TableSnapshot(
        new Origin(read.backend, read.kernel),
        time(read.takenAt, "$.takenAt"),
        read.wholeMachine,
        read.filter,
        tables);
  }

  private static SnapshotFormatException bad(String message, String place) {
    return new SnapshotFormatException(message + " at " + place);
  }

  private static Instant time(String text, String place) throws SnapshotFormatException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw bad("no time: " + text, place);
    }
  }

  private static ProcessTable table(Table read, String place) throws SnapshotFormatException {
    if (read == null || read.processId <= 0 || (read.rows == null) == (read.error == null)) {
      throw bad("a process without id, or not with either rows or an error,", place);
    }
    Instant startTime = read.startTime == null ? null : time(read.startTime, place + ".startTime");
    ProcessDetails process =
        new ProcessDetails(read.processId, read.image, 0, startTime, false, null, 0);
    return read.error != null
        ? ProcessTable.unreadable(process, failure(read.error, place + ".error"))
        : ProcessTable.of(process, rows(read, place + ".rows"));
  }

  private static Win32Exception failure(Failure read, String place) throws SnapshotFormatException {
    if (read.function == null || read.code == null || read.code < 0 || read.code > MAX_UNSIGNED) {
      throw bad("an error without function or code", place);
    }
    return new Win32Exception(read.function, read.code.intValue());
  }

  private static List<HandleRow> rows(Table table, String place) throws SnapshotFormatException {
    List<HandleRow> rows = new ArrayList<>();
    for (int i = 0; i < table.rows.size(); i++) {
      rows.add(row(table.processId, table.rows.get(i), place + "[" + i + "]"));
    }
    rows.sort(Comparator.comparingLong(row -> row.handle().value()));
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).handle().equals(rows.get(i - 1).handle())) {
        throw bad("handle " + rows.get(i).handle() + " for the second time", place);
      }
    }
    return rows;
  }

  private static HandleRow row(int processId, Row read, String place)
      throws SnapshotFormatException {
    boolean isComplete =
        read != null
            && read.handle > 0
            && read.type != null
            && read.access != null
            && read.access >= 0
            && read.access <= MAX_UNSIGNED
            && read.usageCount != null
            && read.usageCount >= 0
            && read.usageCount <= Integer.MAX_VALUE
            && read.inheritable != null
            && read.protectedFromClose != null;
    if (!isComplete) {
      throw bad("a row with a field missing or out of range,", place);
    }
    return new HandleRow(
        processId,
        new Handle(read.handle),
        address(read.object, place),
        read.type,
        read.name,
        read.access.intValue(),
        read.inheritable,
        read.protectedFromClose,
        read.usageCount.intValue());
  }

  private static long address(String label, String place) throws SnapshotFormatException {
    try {
      return label != null && label.startsWith("0x")
          ? Long.parseUnsignedLong(label, 2, label.length(), 16)
          : 0;
    } catch (NumberFormatException e) {
      throw bad("no address: " + label, place);
    }
  }
}
