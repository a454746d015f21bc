package handlelab.contract;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.sim.SimulatedKernel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A simulated kernel in this JVM: each child is a thread that takes the test's calls. */
final class InProcessMachine implements Machine {
  private static final String CHILD = "child.exe";

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 parent;
  private final Map<String, CallQueue> children = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private InProcessMachine() {
    kernel.install(CHILD, this::runChild);
    parent = kernel.startProcess("parent.exe");
  }

  static Machine boot() {
    return new InProcessMachine();
  }

  private int runChild(Kernel32 kernel32, List<String> arguments) throws InterruptedException {
    CallQueue queue = children.get(arguments.get(0));
    return queue.serve(kernel32, arguments.subList(1, arguments.size()));
  }

  @Override
  public Kernel32 kernel32() {
    return parent;
  }

  /** The machine itself, for what only an in-process kernel offers. */
  SimulatedKernel kernel() {
    return kernel;
  }

  @Override
  public HandleTables handleTables() {
    return kernel.handleTables();
  }

  @Override
  public boolean has(Capability capability) {
    return capability != Capability.HOST_FILES;
  }

  @Override
  public Map<Integer, String> knownDifferences() {
    return Map.of();
  }

  @Override
  public String imageName() {
    return CHILD;
  }

  @Override
  public TestProcess start(Kernel32 creator, Launch launch) {
    String number = Integer.toString(numbers.incrementAndGet());
    CallQueue queue = new CallQueue();
    children.put(number, queue);
    ProcessInformation information =
        creator.createProcess(
            null,
            CHILD + " " + number + " " + launch.commandLineTail(),
            launch.processAttributes(),
            launch.threadAttributes(),
            launch.inheritHandles(),
            launch.creationFlags(),
            null,
            null,
            launch.startupInfo());
    return new InProcessChild(information, queue);
  }

  @Override
  public void close() {
    children.values().forEach(queue -> queue.exit(0));
    kernel.close();
  }

  private record InProcessChild(ProcessInformation information, CallQueue queue)
      implements TestProcess {
    @Override
    public Kernel32 kernel32() {
      return queue.kernel32();
    }

    @Override
    public List<String> arguments() {
      return queue.arguments();
    }

    @Override
    public void exit(int exitCode) {
      queue.exit(exitCode);
    }
  }
}
