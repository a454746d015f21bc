package handlelab.story;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.sim.CreationObserver;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import handlelab.story.stage.StageProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A simulated kernel with one fault built in, for every process on it. */
final class FaultyStage implements Stage {
  /** Makes one call, or something else in its place. */
  interface Fault {
    Object call(Kernel32 kernel32, String function, Object[] arguments, Call right)
        throws Throwable;
  }

  /** The call as it should be. */
  interface Call {
    Object make(Object... arguments) throws Throwable;
  }

  private final SimulatedStage stage = new SimulatedStage();
  private final Fault fault;

  FaultyStage(Fault fault) {
    this.fault = fault;
  }

  private Kernel32 faulty(Kernel32 kernel32) {
    return (Kernel32)
        Proxy.newProxyInstance(
            Kernel32.class.getClassLoader(),
            new Class<?>[] {Kernel32.class},
            (proxy, method, arguments) ->
                fault.call(
                    kernel32,
                    method.getName(),
                    arguments,
                    changed -> {
                      try {
                        return method.invoke(kernel32, changed);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }

  @Override
  public String description() {
    return stage.description();
  }

  @Override
  public HandleTables handleTables() {
    return stage.handleTables();
  }

  @Override
  public boolean isExact() {
    return stage.isExact();
  }

  @Override
  public Kernel32 observer() {
    return stage.observer();
  }

  @Override
  public boolean observeCreation(CreationObserver observer) {
    return stage.observeCreation(observer);
  }

  @Override
  public StageProcess startProcess(String imageName) {
    StageProcess process = stage.startProcess(imageName);
    return new StageProcess() {
      @Override
      public Kernel32 kernel32() {
        return faulty(process.kernel32());
      }

      @Override
      public Runnable newThread() {
        return process.newThread();
      }
    };
  }

  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    StageChild child = stage.prepareChild(imageName, arguments);
    return new StageChild() {
      @Override
      public String commandLine() {
        return child.commandLine();
      }

      @Override
      public Kernel32 kernel32() {
        return faulty(child.kernel32());
      }

      @Override
      public Runnable newThread() {
        return child.newThread();
      }

      @Override
      public List<String> arguments() {
        return child.arguments();
      }

      @Override
      public void exit(int exitCode) {
        child.exit(exitCode);
      }
    };
  }

  @Override
  public void close() {
    stage.close();
  }
}
