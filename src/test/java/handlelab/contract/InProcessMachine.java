package handlelab.contract;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.StageChild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated kernel in this JVM: each child is a thread that takes the test's calls. */
final class InProcessMachine implements Machine {
  private static final String CHILD = "child.exe";

  private final SimulatedStage stage = new SimulatedStage();
  private final Kernel32 parent = stage.startProcess("parent.exe").kernel32();
  private final List<StageChild> children = new ArrayList<>();

  private InProcessMachine() {
    // So that the image's name is known before the first child is started.
    children.add(stage.prepareChild(CHILD, List.of()));
  }

  static Machine boot() {
    return new InProcessMachine();
  }

  @Override
  public Kernel32 kernel32() {
    return parent;
  }

  @Override
  public HandleTables handleTables() {
    return stage.handleTables();
  }

  @Override
  public boolean has(Capability capability) {
    return capability != Capability.HOST_FILES;
  }

  @Override
  public Map<String, String> knownDifferences() {
    return Map.of();
  }

  @Override
  public boolean isUnrecordedWindows() {
    return false;
  }

  @Override
  public String imageName() {
    return CHILD;
  }

  @Override
  public TestProcess start(Kernel32 creator, Launch launch) {
    StageChild child = stage.prepareChild(CHILD, List.of());
    children.add(child);
    return new TestProcess(launch.create(creator, child), child);
  }

  @Override
  public void close() {
    children.forEach(child -> child.exit(0));
    stage.close();
  }
}
