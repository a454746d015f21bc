package handlelab.inspect;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the form {@code handlelab.handles} back, as a stream.
 *
 * <p>Fields may come in any order and unknown ones are skipped, but what a comparison needs must be
 * there and make sense. Numbered labels are not read: they mean nothing outside their look. Used by
 * one thread, once.
 */
public final class SnapshotReader {
  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

  private final JsonReader in;
  private final Map<String, String> texts = new HashMap<>();

  private SnapshotReader(Reader source) {
    in = new JsonReader(source);
    in.setStrictness(Strictness.STRICT);
  }

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
    SnapshotReader reader = new SnapshotReader(source);
    try {
      return reader.document();
    } catch (EOFException e) {
      throw new SnapshotFormatException("the text ends too early" + reader.place());
    } catch (MalformedJsonException e) {
      throw new SnapshotFormatException("not JSON" + reader.place());
    } catch (IllegalStateException | NumberFormatException e) {
      throw new SnapshotFormatException("an unexpected value" + reader.place());
    }
  }

  /** Where the reader stands; the message of Gson's exceptions has more words than that. */
  private String place() {
    return " at " + in.getPath();
  }

  private SnapshotFormatException bad(String message) {
    return new SnapshotFormatException(message + place());
  }

  private TableSnapshot document() throws IOException, SnapshotFormatException {
    String form = null;
    long version = 0;
    String backend = null;
    String kernel = null;
    Instant takenAt = null;
    Boolean wholeMachine = null;
    RowFilter filter = null;
    List<ProcessTable> tables = null;
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "form" -> form = form(in.nextString());
        case "version" -> version = version(in.nextLong());
        case "backend" -> backend = in.nextString();
        case "kernel" -> kernel = in.nextString();
        case "takenAt" -> takenAt = time(in.nextString());
        case "wholeMachine" -> wholeMachine = in.nextBoolean();
        case "filter" -> filter = filter();
        case "processes" -> tables = tables();
        default -> in.skipValue();
      }
    }
    in.endObject();
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw bad("more text behind the end");
    }
    if (form == null || version == 0) {
      throw new SnapshotFormatException("not of the form " + Json.HANDLES);
    }
    if (backend == null
        || kernel == null
        || takenAt == null
        || wholeMachine == null
        || filter == null
        || tables == null) {
      throw new SnapshotFormatException(
          "one of backend, kernel, takenAt, wholeMachine, filter and processes is missing");
    }
    tables.sort(Comparator.comparingInt(ProcessTable::processId));
    return new TableSnapshot(new Origin(backend, kernel), takenAt, wholeMachine, filter, tables);
  }

  private String form(String form) throws SnapshotFormatException {
    if (!form.equals(Json.HANDLES)) {
      throw new SnapshotFormatException("of the form " + form + ", not " + Json.HANDLES);
    }
    return form;
  }

  private long version(long version) throws SnapshotFormatException {
    if (version != Json.VERSION) {
      throw new SnapshotFormatException(
          "of version " + version + "; this program reads version " + Json.VERSION);
    }
    return version;
  }

  private Instant time(String text) throws SnapshotFormatException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw bad("no time: " + text);
    }
  }

  private RowFilter filter() throws IOException {
    String type = null;
    String nameFragment = null;
    boolean inheritableOnly = false;
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "type" -> type = textOrNull();
        case "nameFragment" -> nameFragment = textOrNull();
        case "inheritableOnly" -> inheritableOnly = in.nextBoolean();
        default -> in.skipValue();
      }
    }
    in.endObject();
    return new RowFilter(type, nameFragment, inheritableOnly);
  }

  private String textOrNull() throws IOException {
    if (in.peek() == JsonToken.NULL) {
      in.nextNull();
      return null;
    }
    // Most rows share their type and name with others.
    return texts.computeIfAbsent(in.nextString(), text -> text);
  }

  private List<ProcessTable> tables() throws IOException, SnapshotFormatException {
    List<ProcessTable> tables = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    in.beginArray();
    while (in.hasNext()) {
      ProcessTable table = table();
      if (!seen.add(table.processId())) {
        throw bad("process " + table.processId() + " for the second time");
      }
      tables.add(table);
    }
    in.endArray();
    return tables;
  }

  private ProcessTable table() throws IOException, SnapshotFormatException {
    int processId = 0;
    String image = null;
    Instant startTime = null;
    List<HandleRow> rows = null;
    Win32Exception failure = null;
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "processId" -> processId = in.nextInt();
        case "image" -> image = textOrNull();
        case "startTime" -> {
          String text = textOrNull();
          startTime = text == null ? null : time(text);
        }
        case "rows" -> rows = rows();
        case "error" -> failure = failure();
        default -> in.skipValue();
      }
    }
    in.endObject();
    if (processId <= 0 || (rows == null) == (failure == null)) {
      throw bad("a process without id, or not with either rows or an error,");
    }
    // What else there was of the process is for people.
    ProcessDetails process = new ProcessDetails(processId, image, 0, startTime, false, null, 0);
    if (failure != null) {
      return ProcessTable.unreadable(process, failure);
    }
    int owner = processId;
    return ProcessTable.of(process, rows.stream().map(row -> ownedBy(owner, row)).toList());
  }

  /** The rows' process is known when its object ends, for fields may come in any order. */
  private static HandleRow ownedBy(int processId, HandleRow row) {
    return new HandleRow(
        processId,
        row.handle(),
        row.objectAddress(),
        row.objectType(),
        row.objectName(),
        row.grantedAccess(),
        row.inheritable(),
        row.protectedFromClose(),
        row.usageCount());
  }

  private Win32Exception failure() throws IOException, SnapshotFormatException {
    String function = null;
    long code = -1;
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "function" -> function = in.nextString();
        case "code" -> code = in.nextLong();
        default -> in.skipValue();
      }
    }
    in.endObject();
    if (function == null || code < 0 || code > MAX_UNSIGNED) {
      throw bad("an error without function or code");
    }
    return new Win32Exception(function, (int) code);
  }

  private List<HandleRow> rows() throws IOException, SnapshotFormatException {
    List<HandleRow> rows = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      rows.add(row());
    }
    in.endArray();
    rows.sort(Comparator.comparingLong(row -> row.handle().value()));
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).handle().equals(rows.get(i - 1).handle())) {
        throw bad("handle " + rows.get(i).handle() + " for the second time");
      }
    }
    return rows;
  }

  private HandleRow row() throws IOException, SnapshotFormatException {
    long handle = 0;
    String type = null;
    String name = null;
    long access = -1;
    long usageCount = -1;
    Boolean inheritable = null;
    Boolean isProtected = null;
    long address = 0;
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "handle" -> handle = in.nextLong();
        case "type" -> type = textOrNull();
        case "name" -> name = textOrNull();
        case "access" -> access = in.nextLong();
        case "inheritable" -> inheritable = in.nextBoolean();
        case "protectedFromClose" -> isProtected = in.nextBoolean();
        case "usageCount" -> usageCount = in.nextLong();
        case "object" -> address = address(textOrNull());
        default -> in.skipValue();
      }
    }
    in.endObject();
    boolean isComplete =
        handle > 0
            && type != null
            && access >= 0
            && access <= MAX_UNSIGNED
            && usageCount >= 0
            && usageCount <= Integer.MAX_VALUE
            && inheritable != null
            && isProtected != null;
    if (!isComplete) {
      throw bad("a row with a field missing or out of range,");
    }
    return new HandleRow(
        0,
        new Handle(handle),
        address,
        type,
        name,
        (int) access,
        inheritable,
        isProtected,
        (int) usageCount);
  }

  private static long address(String label) {
    return label != null && label.startsWith("0x")
        ? Long.parseUnsignedLong(label, 2, label.length(), 16)
        : 0;
  }
}
