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
  /** The JVM's own process; the count of its openers is guarded by this class. */
  private static volatile Jvm current;

  private static boolean isTokenUsed;

  private final ClientProcess client;
  private final SharedKernel32 kernel32;
  private final Jvm jvm;
  private boolean isClosed;

  /** The process that is this JVM, and what its openers share. */
  private static final class Jvm {
    final ClientProcess client;
    final SharedKernel32 kernel32;
    int openers;

    Jvm(ClientProcess client) {
      this.client = client;
      this.kernel32 = new SharedKernel32(client, true);
    }
  }

  private SharedBackend(ClientProcess client, SharedKernel32 kernel32, Jvm jvm) {
    this.client = client;
    this.kernel32 = kernel32;
    this.jvm = jvm;
  }

  /** Opens the JVM's own process. */
  static Backend open() {
    synchronized (SharedBackend.class) {
      if (current == null || current.openers == 0 || current.client.control().isLost()) {
        String token = System.getenv(ChildStart.TOKEN_VARIABLE);
        String host = HostProcess.format(HostProcess.current());
        var hello = new Handshake.Hello.Join(imageName(), isTokenUsed ? null : token, host);
        if (current == null) {
          Runtime.getRuntime().addShutdownHook(new OrderlyEnd());
        }
        isTokenUsed = true;
        current = new Jvm(ClientProcess.start(RuntimeFolder.ofUser(), hello));
      }
      current.openers++;
      return new SharedBackend(current.client, current.kernel32, current);
    }
  }

  /** Opens a further process, which is not the JVM. */
  static Backend openFurther(RuntimeFolder folder) {
    var hello = new Handshake.Hello.Join(imageName(), null, null);
    ClientProcess client = ClientProcess.start(folder, hello);
    return new SharedBackend(client, new SharedKernel32(client, false), null);
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
    return "the simulated kernel in " + client.folder().path();
  }

  @Override
  public void exit(int exitCode) {
    ControlConnection control = client.control();
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
      if (jvm != null) {
        jvm.openers--;
        if (jvm.openers > 0) {
          return;
        }
      }
    }
    client.end();
  }

  /** Tells the kernel that this JVM ends by itself: it is not killed. */
  private static final class OrderlyEnd extends Thread {
    @Override
    public void run() {
      Jvm ending = current;
      if (ending != null) {
        ending.client.control().leave(0, false);
      }
    }
  }
}
