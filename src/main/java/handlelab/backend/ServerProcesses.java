package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All processes of the shared kernel: who lives, who may attach to whom, and which child waits for
 * its place. Used by the loop's thread.
 */
final class ServerProcesses {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final ServerLoop loop;
  private final Set<ServerProcess> living = new HashSet<>();
  private final Map<String, ServerProcess> bySecret = new HashMap<>();
  private final Map<String, ServerProcess> byToken = new HashMap<>();
  private final List<ServerProcess> orphans = new ArrayList<>();

  ServerProcesses(ServerLoop loop) {
    this.loop = loop;
  }

  HandleTables handleTables() {
    return kernel.handleTables();
  }

  /**
   * Checks that there may be one more: nobody may have more children than there is room for others.
   *
   * @param children how many the creator has already; 0 where nobody creates it
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES where there may not
   */
  void checkRoom(String function, int children) {
    if (living.size() + children >= ServerLimits.MAX_PROCESSES) {
      throw new Win32Exception(function, Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
  }

  /**
   * The process of a JVM that connects: the child whose token it shows, else a new one. A token
   * that nobody waits for is no error: it may have been handed on in the environment.
   */
  ServerProcess join(Handshake.Hello.Join hello) {
    ServerProcess process = hello.token() == null ? null : claim(hello.token());
    if (process == null) {
      checkRoom("CreateProcessW", 0);
      process = new ServerProcess(kernel.startHostedProcess(hello.imageName()), null, null);
      admit(process);
    }
    process.runsAs(hello.hostProcessId());
    return process;
  }

  private ServerProcess claim(String token) {
    return byToken.remove(token);
  }

  /** Takes in a child and returns the token for its place. */
  String admitChild(ServerProcess child) {
    String token = Secrets.next();
    byToken.put(token, child);
    admit(child);
    return token;
  }

  private void admit(ServerProcess process) {
    living.add(process);
    bySecret.put(process.secret, process);
    process.kernelSide.onEnd(() -> ended(process));
  }

  /** The running process of that secret, or null. */
  ServerProcess bySecret(String secret) {
    return bySecret.get(secret);
  }

  /** The kernel has ended it: by its own exit, or by somebody's {@code TerminateProcess}. */
  private void ended(ServerProcess process) {
    boolean isToBeKilled = process.markEnded();
    living.remove(process);
    bySecret.remove(process.secret);
    byToken.values().remove(process);
    orphans.remove(process);
    if (isToBeKilled) {
      if (loop.serving == process) {
        // It has terminated itself, and halts with the right exit code once it has the answer.
        loop.killLater(process);
      } else {
        process.kill();
      }
    }
    for (ServerProcess child : process.abandonChildren()) {
      abandon(child);
    }
  }

  /** Its creator is gone. It lives on where it runs; one that never ran ends. */
  private void abandon(ServerProcess child) {
    if (child.isAlive()) {
      orphans.add(child);
    } else {
      child.leave(ServerProcess.UNKNOWN_EXIT_CODE);
    }
  }

  /** Whether there are children without creators, whose end only a look at the host tells. */
  boolean hasOrphans() {
    return !orphans.isEmpty();
  }

  /** Ends the children without creators that run no more. */
  void checkOrphans() {
    for (ServerProcess orphan : List.copyOf(orphans)) {
      if (!orphan.isAlive()) {
        orphan.leave(ServerProcess.UNKNOWN_EXIT_CODE);
      }
    }
  }

  boolean isEmpty() {
    return living.isEmpty();
  }
}
