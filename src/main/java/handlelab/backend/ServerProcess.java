package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.HostedProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of the shared kernel, as its server holds it: the kernel's side, the host's side, and
 * the connections of its threads. Used by the loop's thread.
 */
final class ServerProcess {
  /** The exit code of a process whose end nobody has reported: it was killed, or lost. */
  static final int UNKNOWN_EXIT_CODE = 1;

  final HostedProcess kernelSide;

  /** What its threads' connections show. */
  final String secret = Secrets.next();

  /** What takes its place, where it is a child; null where it is none. */
  String token;

  /** Null where it is no child, or its creator is gone. */
  private ServerProcess creator;

  /** The creator's two handles, where it is a child. */
  private final ProcessInformation information;

  private final Map<Integer, ServerProcess> children = new HashMap<>();
  private final Map<Integer, ServerConnection> connections = new HashMap<>();

  /** The process of the host that runs it, where that is known and wholly this process. */
  private ProcessHandle host;

  /** Whether it ends in a way that needs no killing. */
  private boolean isLeaving;

  private boolean isEnded;

  /** Whether its life line has come and gone. */
  private boolean isGone;

  ServerProcess(HostedProcess kernelSide, ServerProcess creator, ProcessInformation information) {
    this.kernelSide = kernelSide;
    this.creator = creator;
    this.information = information;
  }

  int id() {
    return kernelSide.processId();
  }

  void addChild(ServerProcess child) {
    children.put(child.id(), child);
  }

  /**
   * @throws Win32Exception ERROR_INVALID_PARAMETER where this process has no such child
   */
  ServerProcess child(int processId) {
    ServerProcess child = children.get(processId);
    if (child == null) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return child;
  }

  /** The children that it has made and that live. */
  int childCount() {
    return children.size();
  }

  private void forgetChild(ServerProcess child) {
    children.remove(child.id());
  }

  /** Takes a connection in; false where the number is taken or there are too many. */
  boolean addConnection(int number, ServerConnection connection) {
    return connections.size() < ServerLimits.MAX_CONNECTIONS_OF_PROCESS
        && connections.putIfAbsent(number, connection) == null;
  }

  void removeConnection(int number) {
    connections.remove(number);
  }

  /**
   * The host's process that runs it; one that has ended meanwhile is killed.
   *
   * @param known null where it is not known
   */
  void runsAs(ProcessHandle known) {
    if (host == null) {
      host = known;
    }
    if (isEnded && !isLeaving) {
      // It was ended before it was known.
      kill();
    }
  }

  void kill() {
    if (host != null) {
      // It compares the start time, so it hits no other process that got the same number.
      var unused = host.destroyForcibly();
    }
  }

  /** Whether the kernel's end of it should be the end of the host's process, too. */
  boolean markEnded() {
    isEnded = true;
    return !isLeaving && host != null;
  }

  /** Whether it is still to be found on the host, as far as can be known. */
  boolean isAlive() {
    return !isGone && !isEnded && host != null && host.isAlive();
  }

  /** Whether a process of the host is known that runs it, or has run it. */
  boolean isKnownToRun() {
    return host != null;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** Ends it in the kernel; the host's process has ended or goes on without. */
  void leave(int exitCode) {
    isLeaving = true;
    ServerProcess parent = creator;
    creator = null;
    if (parent != null) {
      parent.forgetChild(this);
    }
    kernelSide.exit(exitCode);
  }

  /** Its creator could not start it: the creator's handles to it are closed. */
  void abort() {
    if (creator != null) {
      closeQuietly(creator, information.process());
      closeQuietly(creator, information.thread());
    }
    leave(UNKNOWN_EXIT_CODE);
  }

  private static void closeQuietly(ServerProcess owner, Handle handle) {
    try {
      owner.kernelSide.kernel32().closeHandle(handle);
    } catch (Win32Exception e) {
      // It is closed already, which is what was wanted.
    }
  }

  /**
   * Its life line has ended. A child's exit code is for its creator to tell; until then it runs no
   * more, but has not ended.
   */
  void gone(boolean inGoodOrder) {
    isGone = true;
    isLeaving = true;
    List.copyOf(connections.values()).forEach(ServerConnection::close);
    if (creator != null) {
      kernelSide.closeTable();
    } else {
      leave(inGoodOrder ? 0 : UNKNOWN_EXIT_CODE);
    }
  }

  /** Lets its children go, and returns them: nobody will tell their ends any more. */
  Iterable<ServerProcess> abandonChildren() {
    List<ServerProcess> abandoned = List.copyOf(children.values());
    children.clear();
    for (ServerProcess child : abandoned) {
      child.creator = null;
    }
    return abandoned;
  }
}
