package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of handle tables in a frame. A type or a name that is the same as in the row before is not
 * sent again.
 */
final class RowCodec {
  private static final int INHERITABLE = 1;
  private static final int PROTECTED = 2;
  private static final int SAME_TYPE = 4;
  private static final int SAME_NAME = 8;
  private static final int ALL_FLAGS = INHERITABLE | PROTECTED | SAME_TYPE | SAME_NAME;

  /** A row without its texts. */
  private static final int ROW_BYTES = 1 + Integer.BYTES * 3 + Long.BYTES * 2;

  private RowCodec() {}

  /** How many of {@code rows} from {@code start} on make a frame of a good size; at least one. */
  static int chunk(List<HandleRow> rows, int start) {
    int bytes = 0;
    int end = start;
    for (; end < rows.size() && bytes < WireLimits.CHUNK_BYTES; end++) {
      HandleRow row = rows.get(end);
      boolean hasNewName =
          row.objectName() != null
              && (end == start || !row.objectName().equals(rows.get(end - 1).objectName()));
      bytes += ROW_BYTES + (hasNewName ? 2 * row.objectName().length() : 0);
    }
    return end;
  }

  static void write(List<HandleRow> rows, FrameWriter out) {
    out.putInt(rows.size());
    String type = null;
    String name = null;
    for (HandleRow row : rows) {
      boolean sameType = row.objectType().equals(type);
      boolean sameName = row.objectName() == null ? name == null : row.objectName().equals(name);
      out.putByte(
          (row.inheritable() ? INHERITABLE : 0)
              | (row.protectedFromClose() ? PROTECTED : 0)
              | (sameType ? SAME_TYPE : 0)
              | (sameName ? SAME_NAME : 0));
      out.putInt(row.processId());
      out.putHandle(row.handle());
      out.putLong(row.objectAddress());
      out.putInt(row.grantedAccess());
      out.putInt(row.usageCount());
      type = row.objectType();
      name = row.objectName();
      if (!sameType) {
        out.putString(type);
      }
      if (!sameName) {
        out.putString(name);
      }
    }
  }

  static List<HandleRow> read(FrameReader in) throws MalformedFrameException {
    int count = in.getCount(ROW_BYTES);
    List<HandleRow> rows = new ArrayList<>(count);
    String type = null;
    String name = null;
    for (int i = 0; i < count; i++) {
      int flags = in.getByte();
      if ((flags & ~ALL_FLAGS) != 0 || (type == null && (flags & SAME_TYPE) != 0)) {
        throw new MalformedFrameException("a row with the flags " + flags);
      }
      int processId = in.getInt();
      Handle handle = in.getHandle();
      long address = in.getLong();
      int access = in.getInt();
      int usageCount = in.getInt();
      type = (flags & SAME_TYPE) != 0 ? type : in.getRequiredString();
      name = (flags & SAME_NAME) != 0 ? name : in.getString();
      rows.add(
          new HandleRow(
              processId,
              handle,
              address,
              type,
              name,
              access,
              (flags & INHERITABLE) != 0,
              (flags & PROTECTED) != 0,
              usageCount));
    }
    return rows;
  }
}
