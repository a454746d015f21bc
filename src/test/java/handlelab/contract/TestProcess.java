package handlelab.contract;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import java.util.List;

/** A child that runs a test's calls on its main thread, one after the other. */
interface TestProcess {
  /** What the creator got. */
  ProcessInformation information();

  /** Makes calls for the child. Waits until it runs. */
  Kernel32 kernel32();

  /** What followed the program's own arguments on the command line. Waits until the child runs. */
  List<String> arguments();

  /** Lets the child return from its main method. Does not wait for its end. */
  void exit(int exitCode);

  default Handle process() {
    return information().process();
  }

  default Handle thread() {
    return information().thread();
  }

  default int processId() {
    return information().processId();
  }
}
