package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.inspect.WithoutAddresses;
import handlelab.sim.CreationObserver;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import handlelab.story.stage.StageProcess;
import java.util.List;

/**
 * A simulated kernel that tells no addresses and whose processes have rows of their own, as on the
 * real one: what the tour does there can be tested everywhere.
 */
final class BlindStage implements Stage {
  private final Stage stage = new SimulatedStage();
  private int processes;

  @Override
  public String description() {
    return stage.description() + ", without addresses";
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public HandleTables handleTables() {
    return new WithoutAddresses(stage.handleTables());
  }

  @Override
  public Kernel32 observer() {
    return stage.observer();
  }

  /** Each process has another number of rows, so that they get other values. */
  @Override
  public StageProcess startProcess(String imageName) {
    StageProcess process = stage.startProcess(imageName);
    Kernel32 kernel32 = process.kernel32();
    processes++;
    Handle self = kernel32.getCurrentProcess();
    for (int i = 0; i < 2 + processes; i++) {
      var unused =
          kernel32.duplicateHandle(self, self, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    }
    return process;
  }

  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    return stage.prepareChild(imageName, arguments);
  }

  @Override
  public boolean observeCreation(CreationObserver observer) {
    return false;
  }

  @Override
  public void close() {
    stage.close();
  }
}
