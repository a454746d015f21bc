package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * All processes of the shared kernel: who lives, who may attach to whom, and which child waits for
 * its place. Used by the loop's thread.
 */
final class ServerProcesses {
  final SimulatedKernel kernel = SimulatedKernel.boot();
  private final ServerLoop loop;
  private final LongFunction<Optional<ProcessHandle>> hosts;
  private final Set<ServerProcess> living = new HashSet<>();
  private final Map<String, ServerProcess> bySecret = new HashMap<>();
  private final Map<String, ServerProcess> byToken = new HashMap<>();
  private final List<ServerProcess> orphans = new ArrayList<>();

  /** The tokens of children that were ended before anybody ran them, the last ones. */
  private final Set<String> neverRan = new LinkedHashSet<>();

  ServerProcesses(ServerLoop loop, LongFunction<Optional<ProcessHandle>> hosts) {
    this.loop = loop;
    this.hosts = hosts;
  }

  /** The process of the host that may be killed with a simulated one, or null. */
  ProcessHandle host(long hostProcessId) {
    return hostProcessId > 1 && hostProcessId != ProcessHandle.current().pid()
        ? hosts.apply(hostProcessId).orElse(null)
        : null;
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
   * that nobody waits for is no error: it may have been handed on in the environment. Null where
   * the child was ended before it ran, such as by its creator's end: it is not to run as another
   * process.
   */
  ServerProcess join(Handshake.Hello.Join hello) {
    if (neverRan.contains(hello.token())) {
      return null;
    }
    ServerProcess process = hello.token() == null ? null : claim(hello.token());
    if (process == null) {
      checkRoom("CreateProcessW", 0);
      process = new ServerProcess(kernel.startHostedProcess(hello.imageName()), null, null);
      admit(process);
    }
    process.runsAs(host(hello.hostProcessId()));
    return process;
  }

  private ServerProcess claim(String token) {
    return byToken.remove(token);
  }

  private void forgetToken(ServerProcess child) {
    if (byToken.remove(child.token, child) && !child.isKnownToRun()) {
      neverRan.add(child.token);
      if (neverRan.size() > ServerLimits.MAX_NEVER_RAN) {
        neverRan.remove(neverRan.iterator().next());
      }
    }
  }

  /** Takes in a child and returns the token for its place. */
  String admitChild(ServerProcess child) {
    child.token = Secrets.next();
    byToken.put(child.token, child);
    admit(child);
    return child.token;
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
    forgetToken(process);
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
