package handlelab.recorder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes what each child may inherit, and keeps the last of them. Its lock is this object. */
final class ChildRecorder {
  private static final long ATTRIBUTE_HANDLE_LIST = 0x20002;
  private static final int LISTS_KEPT = 100;
  private static final int CREATE_SUSPENDED = 0x4;
  private static final int EXTENDED_STARTUPINFO_PRESENT = 0x80000;
  private static final int STARTF_USESTDHANDLES = 0x100;

  // Offsets in STARTUPINFOEX and PROCESS_INFORMATION, for 64 bits.
  private static final int FLAGS = 60;
  private static final int STANDARD_HANDLES = 80;
  private static final int ATTRIBUTE_LIST = 104;
  private static final int PROCESS_ID = 16;

  private final int childrenKept;
  private final Deque<Recording.Child> children = new ArrayDeque<>();

  /** The address of an attribute list to the handles in it. */
  private final Map<Long, List<Long>> lists = new LinkedHashMap<>();

  ChildRecorder(int childrenKept) {
    this.childrenKept = childrenKept;
  }

  /** Notes a successful {@code UpdateProcThreadAttribute}. */
  synchronized void attributeSet(CallArguments arguments) {
    if (arguments.value(2) == ATTRIBUTE_HANDLE_LIST) {
      List<Long> values = new ArrayList<>();
      for (int at = 0; at + Long.BYTES <= arguments.value(4); at += Long.BYTES) {
        values.add(arguments.word(3, at));
      }
      if (lists.size() >= LISTS_KEPT) {
        lists.remove(lists.keySet().iterator().next());
      }
      lists.put(arguments.value(0), values);
    }
  }

  /**
   * Notes a successful {@code CreateProcess}.
   *
   * @param isWide whether its text is of wide characters
   * @param first how many arguments stand before those of {@code CreateProcessW}
   * @param inheritable the handles that were inheritable just before
   */
  synchronized void created(
      int site,
      boolean isWide,
      int first,
      CallArguments arguments,
      List<Recording.Open> inheritable) {
    int startup = first + 8;
    int flags = (int) arguments.value(first + 5);
    Recording.Inherits inherits =
        (int) arguments.value(first + 4) == 0 ? Recording.Inherits.NOTHING : Recording.Inherits.ALL;
    List<Recording.Open> got =
        inherits == Recording.Inherits.NOTHING ? List.of() : List.copyOf(inheritable);
    if (inherits == Recording.Inherits.ALL && (flags & EXTENDED_STARTUPINFO_PRESENT) != 0) {
      List<Long> list = lists.get(arguments.word(startup, ATTRIBUTE_LIST));
      if (list != null) {
        inherits = Recording.Inherits.LIST;
        got = got.stream().filter(open -> list.contains(open.value())).toList();
      }
    }
    List<Long> standardHandles = new ArrayList<>();
    if ((arguments.int32(startup, FLAGS) & STARTF_USESTDHANDLES) != 0) {
      for (int stream = 0; stream < 3; stream++) {
        standardHandles.add(arguments.word(startup, STANDARD_HANDLES + stream * Long.BYTES));
      }
    }
    String commandLine = arguments.text(first + 1, isWide);
    add(
        new Recording.Child(
            Integer.toUnsignedLong(arguments.int32(first + 9, PROCESS_ID)),
            site,
            System.currentTimeMillis(),
            Thread.currentThread().getName(),
            commandLine == null ? arguments.text(first, isWide) : commandLine,
            inherits,
            (flags & CREATE_SUSPENDED) != 0,
            got,
            standardHandles));
  }

  synchronized void add(Recording.Child child) {
    if (children.size() == childrenKept) {
      children.removeFirst();
    }
    children.addLast(child);
  }

  synchronized List<Recording.Child> recorded() {
    return List.copyOf(children);
  }
}
