package handlelab.backend;

import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The program that holds the simulated kernel of one user. The first JVM that needs it starts it;
 * it ends by itself.
 */
final class SimulatedKernelServer {
  private SimulatedKernelServer() {}

  /**
   * Prints that it is ready once it listens, or one line that says why it does not.
   *
   * @param arguments the runtime folder
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      fail("it takes one argument, its folder");
    }
    KernelServer server = open(Path.of(arguments[0]));
    System.out.println(ServerStart.READY);
    System.out.close();
    if (server != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::endNow, "end"));
      try {
        server.run();
      } catch (Throwable e) {
        // Nothing is cleaned up: the log is for the user.
        server.log.crash(e);
        Runtime.getRuntime().halt(1);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void fail(String reason) {
    System.out.println(ServerStart.LINE + reason);
    System.exit(1);
  }

  /** Null if another server has the folder. */
  private static KernelServer open(Path path) {
    try {
      RuntimeFolder folder = RuntimeFolder.of(path);
      if (!folder.check()) {
        throw new IOException("the folder is gone: " + path);
      }
      PathLock lock = PathLock.tryAcquire(folder.serverLock());
      return lock == null
          ? null
          : new KernelServer(
              folder, lock, log(folder), SimulatedKernel.boot(), ServerLimits.ORPHAN_NANOS);
    } catch (IOException | KernelUnavailableException e) {
      fail("it cannot start: " + e);
      throw new AssertionError(e);
    }
  }

  /** On standard error; but Windows deletes no log that another program has opened for this one. */
  private static ServerLog log(RuntimeFolder folder) throws IOException {
    return new ServerLog(
        ServerStart.isWindows()
            ? new PrintStream(
                Files.newOutputStream(
                    folder.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8)
            : System.err);
  }
}
