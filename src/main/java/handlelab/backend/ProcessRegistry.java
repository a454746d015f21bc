package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.HostedChild;
import handlelab.sim.SimulatedKernel;
import handlelab.wire.ChildRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All processes of the shared kernel: which live, which may attach to which, which child waits for
 * its place, and how each ends.
 *
 * <p>A process ends by what is known first: its own word on its control connection, the report of
 * its creator, who alone gets an exit code from the host, or that its host process is gone. Lock:
 * this object; the kernel's lock may be taken with it held, and never the other way round.
 */
final class ProcessRegistry {
  private final SimulatedKernel kernel;
  private final Set<ServerProcess> living = new HashSet<>();
  private final Map<String, ServerProcess> bySecret = new HashMap<>();
  private final Map<String, ServerProcess> byToken = new HashMap<>();
  private final Map<HostProcess, Long> kills = new HashMap<>();

  /** The tokens of children that were ended before they ran, the last ones. */
  private final Set<String> neverRan = new LinkedHashSet<>();

  ProcessRegistry(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  HandleTables handleTables() {
    return new SharedHandleTables(kernel.handleTables(), this);
  }

  /** The processes of the host that run those of the kernel, as far as they are known, by id. */
  synchronized Map<Integer, HostProcess> hosts() {
    Map<Integer, HostProcess> hosts = new HashMap<>();
    for (ServerProcess process : living) {
      if (process.host != null) {
        hosts.put(process.id(), process.host);
      }
    }
    return hosts;
  }

  synchronized boolean isEmpty() {
    return living.isEmpty();
  }

  /** Whether only processes are left that nobody can run any more. */
  synchronized boolean hasOnlyOrphans() {
    return living.stream().allMatch(ServerProcess::isOrphan);
  }

  /**
   * The process of a JVM that connects: the child whose token it shows, else a new one. An unknown
   * token is no error: it may have been handed on in the environment. Null if the child was ended
   * before it ran: its program is not to run as another process.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES if there are too many
   */
  synchronized ServerProcess join(Handshake.Hello.Join hello, ClientConnection control) {
    if (neverRan.contains(hello.token())) {
      return null;
    }
    ServerProcess process = hello.token() == null ? null : byToken.remove(hello.token());
    if (process == null) {
      checkRoom();
      process = new ServerProcess(kernel.startHostedProcess(hello.imageName()), null);
      admit(process);
    }
    process.control = control;
    runsAs(process, HostProcess.parse(hello.host()));
    return process;
  }

  private void checkRoom() {
    if (living.size() >= ServerLimits.MAX_PROCESSES) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
  }

  private void admit(ServerProcess process) {
    living.add(process);
    bySecret.put(process.secret, process);
    process.kernelSide.onEnd(() -> ended(process));
  }

  /** Takes a thread's connection in; null if no such process lives. */
  synchronized ServerProcess attach(Handshake.Hello.Attach hello, ClientConnection connection) {
    ServerProcess process = bySecret.get(hello.secret());
    if (process == null) {
      return null;
    }
    if (process.connections.size() >= ServerLimits.MAX_CONNECTIONS_OF_PROCESS
        || process.connections.putIfAbsent(hello.number(), connection) != null) {
      throw new KernelUnavailableException(
          "process "
              + process.id()
              + " connection "
              + hello.number()
              + ": its number is taken, or the process has too many");
    }
    return process;
  }

  synchronized void detach(ServerProcess process, int number) {
    process.connections.remove(number);
  }

  /** A thread's connection, or null. */
  synchronized ClientConnection connection(ServerProcess process, int number) {
    return process.connections.get(number);
  }

  /** The kernel's half of {@code CreateProcessW}. */
  ProcessInformation createChild(ServerProcess creator, ChildRequest request) {
    synchronized (this) {
      checkRoom();
    }
    HostedChild made =
        creator.kernelSide.createChild(
            request.imageName(),
            request.processAttributes(),
            request.threadAttributes(),
            request.inheritHandles(),
            request.creationFlags(),
            request.startupInfo());
    ServerProcess child = new ServerProcess(made.process(), creator);
    synchronized (this) {
      child.token = request.token();
      if (child.token != null) {
        byToken.put(child.token, child);
        // Its creator may make calls for it, with what passes its bytes on.
        bySecret.put(child.token, child);
      }
      creator.children.put(child.id(), child);
      admit(child);
      if (!living.contains(creator)) {
        // The creator was terminated meanwhile; its child will never be started.
        endUnreported(child);
      }
    }
    return made.information();
  }

  /** The child of {@code creator} with that id, or null if it has none or the child has ended. */
  synchronized ServerProcess child(ServerProcess creator, int processId) {
    return creator.children.get(processId);
  }

  /** The creator says which process of the host runs its child. */
  synchronized void childStarted(ServerProcess creator, int processId, HostProcess host) {
    ServerProcess child = child(creator, processId);
    if (child != null) {
      runsAs(child, host);
    } else if (host != null) {
      // It was ended before it was known.
      host.kill();
    }
  }

  /** The creator says that its child's host process has ended. */
  synchronized void childExited(ServerProcess creator, int processId, int exitCode) {
    ServerProcess child = child(creator, processId);
    if (child != null) {
      // What the child itself has said has all bits.
      end(child, child.isExitCodeKnown ? child.exitCode : exitCode, true);
    }
  }

  private static void runsAs(ServerProcess process, HostProcess host) {
    if (process.host == null && host != null && host.pid() != ProcessHandle.current().pid()) {
      process.host = host;
    }
  }

  /** The process says that it is about to end in good order. */
  synchronized void leaves(ServerProcess process, int exitCode, boolean isKnown) {
    process.exitCode = exitCode;
    process.isExitCodeKnown = isKnown;
  }

  /**
   * The process's control connection is gone, so it makes no more calls. If its exit code is for
   * its creator to tell, it ends when that has reported or has had time for it.
   */
  synchronized void gone(ServerProcess process) {
    process.control = null;
    process.isLeaving = true;
    process.connections.forEach(
        (number, connection) -> {
          if (!ChildStreams.isConnection(number)) {
            connection.close();
          }
        });
    if (process.hasStreams()) {
      // What it wrote last may not have been passed on.
      return;
    }
    if (process.creator == null || process.isExitCodeKnown) {
      endUnreported(process);
    } else {
      process.kernelSide.closeTable();
    }
  }

  /** Ends a process with what is known without its creator. */
  private void endUnreported(ServerProcess process) {
    end(process, process.exitCode, process.isExitCodeKnown);
  }

  private static void end(ServerProcess process, int exitCode, boolean isKnown) {
    process.isLeaving = true;
    process.kernelSide.exit(exitCode, isKnown);
  }

  /** The kernel has ended it: by one of the ways above, or by {@code TerminateProcess}. */
  private synchronized void ended(ServerProcess process) {
    living.remove(process);
    bySecret.remove(process.secret);
    bySecret.remove(process.token);
    if (byToken.remove(process.token, process) && process.host == null) {
      neverRan.add(process.token);
      if (neverRan.size() > ServerLimits.MAX_NEVER_RAN) {
        neverRan.remove(neverRan.iterator().next());
      }
    }
    if (process.creator != null) {
      process.creator.children.remove(process.id());
    }
    if (!process.isLeaving && process.host != null) {
      if (ClientConnection.isCalledBy(process)) {
        // It has terminated itself, and halts with the right exit code once it has the answer.
        kills.put(process.host, System.nanoTime() + ServerLimits.HALT_NANOS);
      } else {
        process.host.kill();
      }
    }
    for (ServerProcess child : List.copyOf(process.children.values())) {
      abandon(child);
    }
  }

  /**
   * Its creator is gone. It lives on where it runs, and if it is suspended; one that will never be
   * started ends. No bytes are passed on to it any more.
   */
  private void abandon(ServerProcess child) {
    child.creator = null;
    child.connections.forEach(
        (number, connection) -> {
          if (ChildStreams.isConnection(number)) {
            connection.drop();
          }
        });
    boolean mayRun = child.control != null || child.host != null || child.kernelSide.isSuspended();
    if (!mayRun) {
      endUnreported(child);
    }
  }

  /**
   * Looks after what happens without a word: host processes that end, and those that did not halt.
   *
   * @return the time until the next look; {@link Long#MAX_VALUE} if there is nothing to look after
   */
  synchronized long watch() {
    long now = System.nanoTime();
    boolean isWatching = false;
    for (ServerProcess process : new ArrayList<>(living)) {
      if (process.isOrphan()) {
        isWatching = true;
        if (!process.kernelSide.isSuspended()) {
          endUnreported(process);
        }
      } else if (process.isWatched()) {
        isWatching = true;
        watch(process, now);
      }
    }
    Iterator<Map.Entry<HostProcess, Long>> entries = kills.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<HostProcess, Long> entry = entries.next();
      if (entry.getValue() - now <= 0) {
        entries.remove();
        entry.getKey().kill();
      }
    }
    return isWatching || !kills.isEmpty() ? ServerLimits.WATCH_NANOS : Long.MAX_VALUE;
  }

  private void watch(ServerProcess process, long now) {
    if (process.hostEndedNanos == 0) {
      if (process.host.state() != HostProcess.State.ENDED) {
        return;
      }
      process.hostEndedNanos = now;
    }
    boolean isOverdue =
        now - process.hostEndedNanos >= ServerLimits.REPORT_NANOS && !process.hasStreams();
    if (process.creator == null || isOverdue) {
      endUnreported(process);
    }
  }
}
