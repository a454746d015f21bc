package handlelab.story.stage;

import handlelab.api.Kernel32;
import java.util.List;

/** A child on a {@link Stage}. Its calls are made one after the other, on its main thread. */
public interface StageChild {
  /** What to pass as {@code lpCommandLine}; {@code lpApplicationName} is null. */
  String commandLine();

  /**
   * Makes calls for the child; waits until it runs.
   *
   * @throws IllegalStateException if it does not within half a minute
   */
  Kernel32 kernel32();

  /** What the child got as its arguments; waits until it runs. */
  List<String> arguments();

  /** Lets the child return from its main method; does not wait for its end. */
  void exit(int exitCode);
}
