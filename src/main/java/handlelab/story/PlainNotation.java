package handlelab.story;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as they are, for readers of a chapter; pseudo handles by the functions that return them.
 */
record PlainNotation(Performance performance) implements Notation {
  @Override
  public String handle(Actor table, Handle handle) {
    if (handle.equals(Handle.CURRENT_PROCESS)) {
      return "GetCurrentProcess()";
    }
    if (handle.equals(Handle.CURRENT_THREAD)) {
      return "GetCurrentThread()";
    }
    return handle.equals(Handle.NULL) ? "NULL" : handle.toString();
  }

  @Override
  public String processId(int processId) {
    return Integer.toString(processId);
  }

  @Override
  public String threadId(int threadId) {
    return Integer.toString(threadId);
  }

  @Override
  public String path(String path) {
    return path;
  }

  /** A child's name and arguments; a child JVM's own command line would be long. */
  @Override
  public String commandLine(String commandLine) {
    Performance.Prepared start = performance.prepared(commandLine);
    if (start == null) {
      return commandLine;
    }
    List<String> words = new ArrayList<>(start.arguments());
    words.add(0, performance.stage().isExact() ? start.name() : "java ...");
    return String.join(" ", words);
  }
}
