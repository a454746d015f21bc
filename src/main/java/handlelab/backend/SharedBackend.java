package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.wire.WireHandleTables;

/**
 * The simulated kernel that the user's JVMs share, as one opener sees it.
 *
 * <p>All openers of a JVM share one process, which ends with the last of them.
 */
final class SharedBackend implements Backend {
  private static SharedProcess current;

  private final SharedProcess process;
  private boolean isClosed;

  private SharedBackend(SharedProcess process) {
    this.process = process;
  }

  /** Opens the JVM's own process. */
  static Backend open() {
    synchronized (SharedBackend.class) {
      if (current == null || current.openers == 0 || current.client.isLost()) {
        String token = System.getenv(ChildStart.TOKEN_VARIABLE);
        var hello =
            new Handshake.Hello.Join(
                imageName(), isTokenUsed ? null : token, ProcessHandle.current().pid());
        isTokenUsed = true;
        current = new SharedProcess(ClientProcess.start(RuntimeFolder.ofUser(), hello), true);
      }
      current.openers++;
      return new SharedBackend(current);
    }
  }

  private static boolean isTokenUsed;

  /** Opens a further process, which is not the whole JVM. */
  static Backend openFurther(RuntimeFolder folder) {
    var hello = new Handshake.Hello.Join(imageName(), null, 0);
    SharedProcess further = new SharedProcess(ClientProcess.start(folder, hello), false);
    further.openers = 1;
    return new SharedBackend(further);
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
    return process.kernel32;
  }

  @Override
  public HandleTables handleTables() {
    return process.handleTables;
  }

  @Override
  public String description() {
    return "the simulated kernel in " + process.client.folder().path();
  }

  @Override
  public void close() {
    synchronized (SharedBackend.class) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      process.openers--;
      if (process.openers > 0) {
        return;
      }
    }
    process.client.end();
  }

  /** What the openers share. The count is guarded by the class. */
  private static final class SharedProcess {
    final ClientProcess client;
    final Kernel32 kernel32;
    final HandleTables handleTables;
    int openers;

    SharedProcess(ClientProcess client, boolean isWholeJvm) {
      this.client = client;
      this.kernel32 = new SharedKernel32(client, isWholeJvm);
      this.handleTables = new WireHandleTables(client);
    }
  }
}
