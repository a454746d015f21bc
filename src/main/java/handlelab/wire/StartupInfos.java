package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import java.util.ArrayList;
import java.util.List;

/** The fields of a {@link StartupInfo}, or none, in a frame. */
final class StartupInfos {
  private StartupInfos() {}

  static void write(StartupInfo info, FrameWriter out) {
    out.putBoolean(info != null);
    if (info == null) {
      return;
    }
    out.putOptionalHandle(info.standardInput());
    out.putOptionalHandle(info.standardOutput());
    out.putOptionalHandle(info.standardError());
    List<Handle> list = info.inheritOnly();
    out.putBoolean(list != null);
    if (list != null) {
      out.putInt(list.size());
      for (Handle handle : list) {
        out.putHandle(handle);
      }
    }
  }

  static StartupInfo read(FrameReader in) throws MalformedFrameException {
    if (!in.getBoolean()) {
      return null;
    }
    return new StartupInfo(
        in.getOptionalHandle(), in.getOptionalHandle(), in.getOptionalHandle(), readList(in));
  }

  private static List<Handle> readList(FrameReader in) throws MalformedFrameException {
    if (!in.getBoolean()) {
      return null;
    }
    int count = in.getCount(Long.BYTES);
    List<Handle> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(in.getHandle());
    }
    return list;
  }
}
