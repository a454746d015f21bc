package handlelab.story.stage;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.lib.ChildProcess;
import handlelab.sim.CreationObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * A backend whose processes are JVMs of their own; this JVM only observes and drives them. Image
 * names have no effect: each process is a JVM.
 */
public final class JvmStage implements Stage {
  private final Backend backend;
  private final List<JvmChild> children = new ArrayList<>();
  private final List<ChildProcess> started = new ArrayList<>();

  /**
   * @param backend stays open when the stage is closed
   */
  public JvmStage(Backend backend) {
    this.backend = backend;
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public HandleTables handleTables() {
    return backend.handleTables();
  }

  @Override
  public Kernel32 observer() {
    return backend.kernel32();
  }

  @Override
  public StageProcess startProcess(String imageName) {
    JvmChild child = newChild(List.of());
    started.add(ChildProcess.builder(child.command()).start(backend.kernel32()));
    child.awaitCalls();
    return child;
  }

  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    return newChild(arguments);
  }

  private JvmChild newChild(List<String> arguments) {
    JvmChild child = new JvmChild(backend.kind(), arguments);
    children.add(child);
    return child;
  }

  @Override
  public boolean observeCreation(CreationObserver observer) {
    return false;
  }

  /** Ends the children: those that called in by hanging up, the others by force. */
  @Override
  public void close() {
    children.forEach(JvmChild::hangUp);
    for (ChildProcess process : started) {
      process.terminate(1);
      process.close();
    }
  }
}
