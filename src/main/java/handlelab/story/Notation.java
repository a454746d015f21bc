package handlelab.story;

import handlelab.api.Handle;

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
}
