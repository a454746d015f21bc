package handlelab.junit;

import handlelab.api.Handle;
import handlelab.leaks.ChildHandles;
import handlelab.recorder.CallStack;
import handlelab.recorder.Recording;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes what a watched test did wrong: each fault with the program's own frames. */
final class LeakFaults {
  /** Frames of those who run the test are not shown. */
  private static final String RUNNER = "org.junit.";

  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, Recording.Site> sites = new HashMap<>();

  /**
   * No faults.
   *
   * @param end has the sites of children and of what was closed
   */
  LeakFaults(Recording end) {
    add(end);
  }

  private void add(Recording recording) {
    recording.sites().forEach(site -> sites.put(site.number(), site));
  }

  String text() {
    return text.toString().strip();
  }

  /**
   * Handles that are open.
   *
   * @param objects by handle value; null if they could not be seen
   * @param recording has their sites
   */
  void leftOpen(
      String who, List<Recording.Open> open, Map<Long, String> objects, Recording recording) {
    add(recording);
    title(who + " leaves ", open.size(), " handle open", " handles open");
    for (Recording.Open handle : open) {
      String type = sites.get(handle.site()).type();
      append(handle, objects != null ? objects.get(handle.value()) : type);
    }
  }

  /** Closes of what was not open. */
  void badlyClosed(String who, List<Recording.BadClose> closes) {
    title(
        who + " closes ", closes.size(), " handle that is not open", " handles that are not open");
    for (Recording.BadClose close : closes) {
      text.append("  ").append(new Handle(close.value())).append(", closed by ");
      text.append(close.function()).append('\n');
      append(close.stack());
      if (close.closer() != null) {
        text.append("    closed before\n");
        append(close.closer());
      }
      Recording.Site opener = sites.get(close.opener());
      if (opener != null) {
        text.append("    opened by ").append(opener.function()).append('\n');
        append(opener.stack());
      }
    }
  }

  /** Children that inherited more than they were told of. */
  void gave(String who, List<Recording.Child> children) {
    for (Recording.Child child : children) {
      List<Recording.Open> unnamed = ChildHandles.unnamed(child);
      String begin = who + " lets a child inherit ";
      title(begin, unnamed.size(), " handle it was not told of", " handles it was not told of");
      text.append("  process ").append(child.processId());
      if (child.commandLine() != null) {
        text.append(" (").append(child.commandLine()).append(')');
      }
      Recording.Site start = sites.get(child.site());
      text.append(", created by ").append(start.function()).append('\n');
      append(start.stack());
      unnamed.forEach(handle -> append(handle, sites.get(handle.site()).type()));
    }
  }

  private void title(String begin, int number, String one, String many) {
    if (number > 0) {
      String end = number == 1 ? one : many;
      text.append(begin).append(number).append(end).append(":\n");
    }
  }

  private void append(Recording.Open handle, String object) {
    Recording.Site opener = sites.get(handle.site());
    text.append("  ").append(new Handle(handle.value()));
    text.append(object == null ? "" : " " + object);
    text.append(", opened by ").append(opener.function());
    text.append(" (thread ").append(handle.thread()).append(")\n");
    append(opener.stack());
  }

  private void append(CallStack stack) {
    stack.frames().stream()
        .takeWhile(frame -> !frame.startsWith(RUNNER))
        .forEach(frame -> text.append("      at ").append(frame).append('\n'));
  }
}
