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
 * its place.
 *
 * <p>Lock: this object, for its maps; the kernel is not called with it held.
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
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES where there are as many processes as may be
   */
  synchronized void checkRoom(String function) {
    if (living.size() >= ServerLimits.MAX_PROCESSES) {
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
      checkRoom("CreateProcessW");
      process = new ServerProcess(kernel.startHostedProcess(hello.imageName()), null, null);
      admit(process);
    }
    process.runsAs(hello.hostProcessId());
    return process;
  }

  private synchronized ServerProcess claim(String token) {
    return byToken.remove(token);
  }

  /** Takes in a child and returns the token for its place. */
  String admitChild(ServerProcess child) {
    String token = Secrets.next();
    synchronized (this) {
      byToken.put(token, child);
    }
    admit(child);
    return token;
  }

  private void admit(ServerProcess process) {
    synchronized (this) {
      living.add(process);
      bySecret.put(process.secret, process);
    }
    process.kernelSide.onEnd(() -> ended(process));
  }

  /** The running process of that secret, or null. */
  synchronized ServerProcess bySecret(String secret) {
    return bySecret.get(secret);
  }

  /** The kernel has ended it: by its own exit, or by somebody's {@code TerminateProcess}. */
  private void ended(ServerProcess process) {
    boolean isToBeKilled = process.markEnded();
    synchronized (this) {
      living.remove(process);
      bySecret.remove(process.secret);
      byToken.values().remove(process);
      orphans.remove(process);
    }
    if (isToBeKilled) {
      if (ConnectionThread.isOf(process)) {
        // It has terminated itself, and halts with the right exit code once it has the answer.
        loop.killLater(process);
      } else {
        process.kill();
      }
    }
    for (ServerProcess child : process.abandonChildren()) {
      abandon(child);
    }
    loop.wakeUp();
  }

  /** Its creator is gone. It lives on where it runs; one that never ran ends. */
  private void abandon(ServerProcess child) {
    if (child.isAlive()) {
      synchronized (this) {
        orphans.add(child);
      }
    } else {
      child.leave(ServerProcess.UNKNOWN_EXIT_CODE);
    }
  }

  /** Whether there are children without creators, whose end only a look at the host tells. */
  synchronized boolean hasOrphans() {
    return !orphans.isEmpty();
  }

  /** Ends the children without creators that run no more. */
  void checkOrphans() {
    List<ServerProcess> watched;
    synchronized (this) {
      watched = new ArrayList<>(orphans);
    }
    for (ServerProcess orphan : watched) {
      if (!orphan.isAlive()) {
        orphan.leave(ServerProcess.UNKNOWN_EXIT_CODE);
      }
    }
  }

  synchronized boolean isEmpty() {
    return living.isEmpty();
  }
}
