package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.io.IOException;

/**
 * The simulated kernel that the user's JVMs share, as one opener sees it.
 *
 * <p>All openers of a JVM share one process, which ends with the last of them, or with the JVM.
 */
final class SharedBackend implements Backend {
  /** Of the JVM's own process. */
  private static volatile SharedKernel32 current;

  /** How many have {@link #current} open. Guarded by this class, as all that follows. */
  private static int openers;

  private static boolean isTokenUsed;

  private final SharedKernel32 kernel32;
  private boolean isClosed;

  SharedBackend(SharedKernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  /** Opens the JVM's own process. */
  static Backend open() {
    synchronized (SharedBackend.class) {
      if (openers == 0 || current.client().control().isLost()) {
        String token = System.getenv(ChildStart.TOKEN_VARIABLE);
        String host = HostProcess.format(HostProcess.current());
        var hello = new Handshake.Hello.Join(imageName(), isTokenUsed ? null : token, host);
        if (current == null) {
          Runtime.getRuntime().addShutdownHook(new OrderlyEnd());
        }
        isTokenUsed = true;
        ClientProcess client = ClientProcess.start(RuntimeFolder.ofUser(), hello);
        current = new SharedKernel32(client, true);
        openers = 0;
      }
      openers++;
      return new SharedBackend(current);
    }
  }

  /** Opens a further process, which is not the JVM. */
  static Backend openFurther(RuntimeFolder folder) {
    var hello = new Handshake.Hello.Join(imageName(), null, null);
    return new SharedBackend(new SharedKernel32(ClientProcess.start(folder, hello), false));
  }

  private static String imageName() {
    String command = System.getProperty("sun.java.command", "java");
    int blank = command.indexOf(' ');
    return blank < 0 ? command : command.substring(0, blank);
  }

  @Override
  public BackendKind kind() {
    return BackendKind.SIMULATED;
  }

  @Override
  public Kernel32 kernel32() {
    return kernel32;
  }

  @Override
  public HandleTables handleTables() {
    return kernel32;
  }

  @Override
  public String description() {
    return "the simulated kernel in " + kernel32.client().folder().path();
  }

  @Override
  public void exit(int exitCode) {
    ControlConnection control = kernel32.client().control();
    control.leave(exitCode, true);
    try {
      // Or its creator might report what the host makes of it before the server has read this.
      control.requireAnswer();
    } catch (IOException e) {
      // The kernel has ended.
    }
    System.exit(exitCode);
  }

  @Override
  public void close() {
    synchronized (SharedBackend.class) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      if (kernel32 == current) {
        openers--;
        if (openers > 0) {
          return;
        }
      }
    }
    kernel32.client().end();
  }

  /** Tells the kernel that this JVM ends by itself: it is not killed. */
  private static final class OrderlyEnd extends Thread {
    @Override
    public void run() {
      SharedKernel32 ending = current;
      if (ending != null) {
        ending.client().control().leave(0, false);
      }
    }
  }
}
