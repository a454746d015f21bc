package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.inspect.WithoutAddresses;
import handlelab.tour.Stage;
import java.util.List;
import java.util.Map;

/**
 * A simulated kernel that tells no addresses and whose processes have rows of their own, as on the
 * real one: what the tour does there can be tested everywhere.
 */
final class BlindTourStage implements Stage {
  private final Stage stage = new SimulatedTourStage();
  private Kernel32 looker;
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
  public Kernel32 looker() {
    if (looker == null) {
      looker = stage.startProcess("looker.exe");
    }
    return looker;
  }

  @Override
  public String slotPrefix() {
    return stage.slotPrefix();
  }

  /** Each process has another number of rows, so that they get other values. */
  @Override
  public Kernel32 startProcess(String imageName) {
    Kernel32 kernel32 = stage.startProcess(imageName);
    processes++;
    Handle self = kernel32.getCurrentProcess();
    for (int i = 0; i < 2 + processes; i++) {
      var unused =
          kernel32.duplicateHandle(self, self, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    }
    return kernel32;
  }

  @Override
  public Child prepareChild(String imageName, List<String> arguments) {
    return stage.prepareChild(imageName, arguments);
  }

  @Override
  public boolean watchCreation(CreationWatch watch) {
    return false;
  }

  @Override
  public Map<String, String> knownDifferences() {
    return stage.knownDifferences();
  }

  @Override
  public void close() {
    stage.close();
  }
}
