package handlelab.cli;

import handlelab.api.Kernel32;
import handlelab.stage.StageChild;
import handlelab.tour.Stage;
import java.util.List;

/** A child of a stage, as the tour wants it. */
record TourChild(StageChild child) implements Stage.Child {
  @Override
  public String commandLine() {
    return child.commandLine();
  }

  @Override
  public Kernel32 kernel32() {
    return child.kernel32();
  }

  @Override
  public List<String> arguments() {
    return child.arguments();
  }

  @Override
  public void exit(int exitCode) {
    child.exit(exitCode);
  }
}
