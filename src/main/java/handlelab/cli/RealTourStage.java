package handlelab.cli;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.stage.RealStage;
import handlelab.tour.Stage;
import java.util.List;
import java.util.Map;

/** The kernel32 of this system for one chapter; each process is a child JVM. */
final class RealTourStage implements Stage {
  private static int stages;

  private final Backend backend;
  private final RealStage stage;
  private final String slotPrefix;

  /**
   * @param backend stays open when the stage is closed
   */
  RealTourStage(Backend backend) {
    this.backend = backend;
    this.stage = new RealStage(backend);
    stages++;
    this.slotPrefix =
        "\\\\.\\mailslot\\tour-" + backend.kernel32().getCurrentProcessId() + "-" + stages + "\\";
  }

  @Override
  public String description() {
    return stage.description();
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public HandleTables handleTables() {
    return stage.handleTables();
  }

  @Override
  public Kernel32 looker() {
    return backend.kernel32();
  }

  @Override
  public String slotPrefix() {
    return slotPrefix;
  }

  /** Every process is a JVM; the name is the tour's. */
  @Override
  public Kernel32 startProcess(String imageName) {
    return stage.startProcess();
  }

  @Override
  public Child prepareChild(String imageName, List<String> arguments) {
    return new TourChild(stage.prepareChild(arguments));
  }

  @Override
  public boolean watchCreation(CreationWatch watch) {
    return false;
  }

  @Override
  public Map<String, String> knownDifferences() {
    return TourDifferences.of(description());
  }

  @Override
  public void close() {
    stage.close();
  }
}
