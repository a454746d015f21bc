package handlelab.contract;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.story.stage.StageChild;
import java.util.List;

/**
 * A child that a test has started and drives.
 *
 * @param information what the creator got
 */
record TestProcess(ProcessInformation information, StageChild child) {
  /** Makes calls for the child. Waits until it runs. */
  Kernel32 kernel32() {
    return child.kernel32();
  }

  /** What followed the program's own arguments on the command line. Waits until the child runs. */
  List<String> arguments() {
    return child.arguments();
  }

  /** Lets the child return from its main method. Does not wait for its end. */
  void exit(int exitCode) {
    child.exit(exitCode);
  }

  Handle process() {
    return information.process();
  }

  Handle thread() {
    return information.thread();
  }

  int processId() {
    return information.processId();
  }
}
