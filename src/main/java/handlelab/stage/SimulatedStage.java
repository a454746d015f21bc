package handlelab.stage;

import handlelab.api.CommandLine;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.List;

/** A simulated kernel of its own in this JVM; its children are threads. */
public final class SimulatedStage implements Stage {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private int children;

  /** The kernel, for what only an in-process one offers. */
  public SimulatedKernel kernel() {
    return kernel;
  }

  @Override
  public String description() {
    return "simulated kernel in this JVM";
  }

  @Override
  public HandleTables handleTables() {
    return kernel.handleTables();
  }

  @Override
  public Kernel32 startProcess() {
    return kernel.startProcess("process.exe");
  }

  @Override
  public StageChild prepareChild(List<String> arguments) {
    children++;
    return prepareChild("child" + children + ".exe", arguments);
  }

  /**
   * As {@link #prepareChild(List)}, with a name for the child's image.
   *
   * @param image may name several children: each keeps the program that was ready for its name when
   *     it was created
   */
  public StageChild prepareChild(String image, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(image);
    words.addAll(arguments);
    CallQueue calls = new CallQueue();
    kernel.install(image, calls::serve);
    return new ThreadChild(CommandLine.join(words), calls);
  }

  @Override
  public void close() {
    kernel.close();
  }

  private record ThreadChild(String commandLine, CallQueue calls) implements StageChild {
    @Override
    public Kernel32 kernel32() {
      return calls.kernel32();
    }

    @Override
    public List<String> arguments() {
      return calls.arguments();
    }

    @Override
    public void exit(int exitCode) {
      calls.exit(exitCode);
    }
  }
}
