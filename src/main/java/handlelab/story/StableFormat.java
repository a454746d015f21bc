package handlelab.story;

import handlelab.api.Handle;

/** Writes values by names that are the same in each run, for transcripts that are compared. */
final class StableFormat extends CallFormat {
  StableFormat(Performance performance) {
    super(performance);
  }

  @Override
  String handle(Actor table, Handle handle) {
    return table.nameOf(handle);
  }

  @Override
  String processId(int processId) {
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
  String threadId(int threadId) {
    return null;
  }

  /** A path without what makes it this run's. */
  @Override
  String path(String path) {
    String directory = performance.directory();
    return path.replace(directory, "")
        .replace(directory.replace('\\', '/'), "")
        .replace(performance.object(""), "");
  }

  @Override
  String commandLine(Performance.Prepared child) {
    return child.name();
  }
}
