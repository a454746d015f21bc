package handlelab.story;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.List;

/** How the values of calls are written that differ from run to run. */
interface Notation {
  /**
   * A handle value.
   *
   * @param table the process in whose table the value is meant
   */
  String handle(Actor table, Handle handle);

  String processId(int processId);

  /** Null if the number is to be left out. */
  String threadId(int threadId);

  String path(String path);

  String commandLine(String commandLine);

  /** Values by names that are the same in each run, for transcripts that are compared. */
  record Named(Performance performance) implements Notation {
    @Override
    public String handle(Actor table, Handle handle) {
      return table.nameOf(handle);
    }

    @Override
    public String processId(int processId) {
      Actor actor = performance.actor(processId & ~3);
      if (actor != null) {
        int low = processId & 3;
        return "id of " + actor.name() + (low == 0 ? "" : " + " + low);
      }
      return performance.actors().stream()
          .filter(other -> other instanceof Child child && child.threadId() == processId)
          .map(child -> "id of " + child.name() + "'s thread")
          .findFirst()
          .orElse(processId <= 4 ? Integer.toString(processId) : "an unknown id");
    }

    /** Left out: no scenario needs it. */
    @Override
    public String threadId(int threadId) {
      return null;
    }

    /** A path without what makes it this run's. */
    @Override
    public String path(String path) {
      String directory = performance.directory();
      return path.replace(directory, "")
          .replace(directory.replace('\\', '/'), "")
          .replace(performance.object(""), "");
    }

    @Override
    public String commandLine(String commandLine) {
      Performance.Prepared start = performance.prepared(commandLine);
      return start == null ? commandLine : start.name();
    }
  }

  /**
   * Values as they are, for readers of a chapter; pseudo handles by the functions that return them.
   */
  record Plain(Performance performance) implements Notation {
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
}
