package handlelab.cli;

import handlelab.api.Kernel32;
import handlelab.lib.ChildProcess;
import handlelab.lib.JavaCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that the demo started; none outlives it. One thread, and the JVM's shutdown hook.
 */
final class DemoProcesses implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Kernel32 kernel32;
  private final List<ChildProcess> children = new ArrayList<>();
  private final Thread hook = new Thread(this::endAll);

  DemoProcesses(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a JVM of its own; it inherits nothing unless {@code inherit} is set. */
  ChildProcess start(boolean inherit, Class<?> main, List<String> arguments) {
    ChildProcess.Builder builder = ChildProcess.builder(JavaCommand.of(main, arguments));
    if (inherit) {
      builder.inheritHandles();
    }
    synchronized (children) {
      ChildProcess child = builder.start(kernel32);
      children.add(child);
      return child;
    }
  }

  /** The exit code, or null if the process does not end in time. */
  static Integer exitCode(ChildProcess process) {
    return process.waitFor(PATIENCE_MILLIS) ? (Integer) process.exitCode().getAsInt() : null;
  }

  private void endAll() {
    synchronized (children) {
      for (ChildProcess child : children) {
        child.terminate(1);
        child.waitFor(PATIENCE_MILLIS);
      }
    }
  }

  /** Ends those that still run, and closes all handles. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM goes down already, and the hook does what close did.
      return;
    }
    children.forEach(ChildProcess::close);
  }
}
