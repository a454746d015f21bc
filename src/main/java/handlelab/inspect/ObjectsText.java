package handlelab.inspect;

import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects as text, each with a line for every row that points to it. */
public final class ObjectsText {
  private ObjectsText() {}

  /**
   * Writes the objects in their order.
   *
   * @param snapshot that the objects were found in
   * @param objects what to write
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void write(TableSnapshot snapshot, List<SharedObject> objects, Writer out)
      throws IOException {
    Map<Integer, String> images = new HashMap<>();
    for (ProcessTable table : snapshot.tables()) {
      images.put(table.processId(), RowFormat.image(table.process()));
    }
    for (SharedObject object : objects) {
      title(object, out);
      TextTable rows = new TextTable(">PROCESS", "IMAGE", "HANDLE", "FLAGS", "ACCESS", "RIGHTS");
      for (HandleRow row : object.holders()) {
        rows.add(
            row.processId(),
            images.get(row.processId()),
            row.handle(),
            RowFormat.flags(row),
            RowFormat.mask(row.grantedAccess()),
            AccessNames.text(row.objectType(), row.grantedAccess()));
      }
      rows.write("  ", out);
    }
    out.write(RowFormat.count(objects.size(), "object", "objects") + "\n");
  }

  private static void title(SharedObject object, Writer out) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(object.label() == null ? "object" : object.label());
    text.append("  ").append(object.type());
    if (object.name() != null) {
      text.append("  ").append(RowFormat.name(object.name()));
    }
    if (object.state() != null) {
      text.append(" (").append(object.state()).append(')');
    }
    text.append(
        object.usageCount() == 0
            ? ", usage count unknown"
            : ", usage count " + object.usageCount());
    if (object.label() == null) {
      text.append(", other holders unknown");
    } else if (object.unseenRows() > 0) {
      text.append(", ")
          .append(RowFormat.count(object.unseenRows(), "row", "rows"))
          .append(" in processes that cannot be looked into");
    }
    TextTable.writeParagraph("", "    ", text.toString(), out);
  }
}
