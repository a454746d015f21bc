package handlelab.story.stage;

import handlelab.api.CommandLine;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.sim.CreationObserver;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.List;

/** A simulated kernel of its own in this JVM; its children are threads. */
public final class SimulatedStage implements Stage {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private Kernel32 observer;

  @Override
  public String description() {
    return "simulated kernel in this JVM";
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public HandleTables handleTables() {
    return kernel.handleTables();
  }

  @Override
  public Kernel32 observer() {
    if (observer == null) {
      observer = kernel.startProcess("observer.exe");
    }
    return observer;
  }

  @Override
  public StageProcess startProcess(String imageName) {
    return new FreeProcess(kernel.startProcess(imageName));
  }

  /** Each child keeps the program that was installed when it was created. */
  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(imageName);
    words.addAll(arguments);
    SimulatedChild child = new SimulatedChild(CommandLine.join(words));
    kernel.install(imageName, child::serve);
    return child;
  }

  @Override
  public boolean observeCreation(CreationObserver creationObserver) {
    kernel.observeCreation(creationObserver);
    return true;
  }

  @Override
  public void close() {
    kernel.close();
  }

  /** A process whose threads are those that make its calls. */
  private record FreeProcess(Kernel32 kernel32) implements StageProcess {
    @Override
    public Runnable newThread() {
      return () -> {};
    }
  }
}
