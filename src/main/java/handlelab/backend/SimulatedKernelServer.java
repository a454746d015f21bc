package handlelab.backend;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The program that holds the simulated kernel of one user. The first JVM that needs it starts it;
 * it ends by itself.
 */
final class SimulatedKernelServer {
  private SimulatedKernelServer() {}

  /**
   * Prints "ready" once it listens, or one line that says why it does not.
   *
   * @param arguments the runtime folder
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.out.println("the server takes one argument, its folder");
      System.exit(2);
    }
    ServerLog log = new ServerLog(System.err);
    ServerLoop loop = open(Path.of(arguments[0]), log);
    System.out.println(ServerStart.READY);
    System.out.close();
    if (loop != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(loop::endNow, "end"));
      try {
        loop.run();
      } catch (IOException e) {
        log.line("the server ends: " + e);
        System.exit(1);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** Null where another server has the folder. */
  private static ServerLoop open(Path path, ServerLog log) {
    try {
      RuntimeFolder folder = RuntimeFolder.of(path);
      if (!folder.check()) {
        throw new IOException("the folder is gone: " + path);
      }
      PathLock lock = PathLock.tryAcquire(folder.serverLock());
      return lock == null ? null : new ServerLoop(folder, lock, log);
    } catch (IOException | KernelUnavailableException e) {
      System.out.println("the server cannot start: " + e);
      System.exit(1);
      throw new AssertionError(e);
    }
  }
}
