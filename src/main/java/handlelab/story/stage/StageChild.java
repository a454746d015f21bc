package handlelab.story.stage;

import java.util.List;

/** A child on a {@link Stage}. */
public interface StageChild extends StageProcess {
  /** What to pass as {@code lpCommandLine}; {@code lpApplicationName} is null. */
  String commandLine();

  /** What the child got as its arguments; waits until it runs. */
  List<String> arguments();

  /** Lets the child return from its main method; does not wait for its end. */
  void exit(int exitCode);
}
