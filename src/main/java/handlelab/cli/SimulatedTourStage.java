package handlelab.cli;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.stage.SimulatedStage;
import handlelab.tour.Stage;
import java.util.List;
import java.util.Map;

/** A simulated kernel for one chapter, so that each run shows the same numbers. */
final class SimulatedTourStage implements Stage {
  private final SimulatedStage stage = new SimulatedStage();

  @Override
  public String description() {
    return stage.description();
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public HandleTables handleTables() {
    return stage.handleTables();
  }

  @Override
  public Kernel32 looker() {
    throw new UnsupportedOperationException("this kernel tells addresses");
  }

  @Override
  public String slotPrefix() {
    return "\\\\.\\mailslot\\";
  }

  @Override
  public Kernel32 startProcess(String imageName) {
    return stage.kernel().startProcess(imageName);
  }

  @Override
  public Child prepareChild(String imageName, List<String> arguments) {
    return new TourChild(stage.prepareChild(imageName, arguments));
  }

  @Override
  public boolean watchCreation(CreationWatch watch) {
    stage
        .kernel()
        .observeCreation(
            watch == null
                ? null
                : (step, processId, objectAddress, handle) ->
                    watch.reached(
                        CreationStep.valueOf(step.name()), processId, objectAddress, handle));
    return true;
  }

  @Override
  public Map<String, String> knownDifferences() {
    return Map.of();
  }

  @Override
  public void close() {
    stage.close();
  }
}
