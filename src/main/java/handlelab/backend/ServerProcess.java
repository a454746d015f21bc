package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.HostedProcess;
import handlelab.wire.Session;
import java.util.HashMap;
import java.util.Map;

/**
 * A process of the shared kernel, as its server holds it: the kernel's side, the host's side, and
 * the sessions of its threads.
 *
 * <p>Lock: this object, for what changes. Nothing of the kernel and of other processes is called
 * with it held.
 */
final class ServerProcess {
  /** The exit code of a process whose end nobody has reported: it was killed, or lost. */
  static final int UNKNOWN_EXIT_CODE = 1;

  final HostedProcess kernelSide;

  /** What its threads' connections show. */
  final String secret = Secrets.next();

  /** Null where it is no child, or its creator is gone. */
  private ServerProcess creator;

  /** The creator's two handles, where it is a child. */
  private final ProcessInformation information;

  private final Map<Integer, ServerProcess> children = new HashMap<>();
  private final Map<Integer, Session> sessions = new HashMap<>();

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

  synchronized void addChild(ServerProcess child) {
    children.put(child.id(), child);
  }

  /**
   * @throws Win32Exception ERROR_INVALID_PARAMETER where this process has no such child
   */
  synchronized ServerProcess child(int processId) {
    ServerProcess child = children.get(processId);
    if (child == null) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return child;
  }

  private synchronized void forgetChild(ServerProcess child) {
    children.remove(child.id());
  }

  /** Takes a session in; false where the number is taken or there are too many. */
  synchronized boolean addSession(int number, Session session) {
    return sessions.size() < ServerLimits.MAX_CONNECTIONS_OF_PROCESS
        && sessions.putIfAbsent(number, session) == null;
  }

  synchronized void removeSession(int number) {
    sessions.remove(number);
  }

  void cancel(int number) {
    Session session;
    synchronized (this) {
      session = sessions.get(number);
    }
    if (session != null) {
      session.cancel();
    }
  }

  /** The host's process that runs it; one that has ended meanwhile is killed. */
  void runsAs(long hostProcessId) {
    boolean isTooLate;
    synchronized (this) {
      if (hostProcessId > 1 && hostProcessId != ProcessHandle.current().pid() && host == null) {
        host = ProcessHandle.of(hostProcessId).orElse(null);
      }
      isTooLate = isEnded && !isLeaving;
    }
    if (isTooLate) {
      kill();
    }
  }

  void kill() {
    ProcessHandle target;
    synchronized (this) {
      target = host;
    }
    if (target != null) {
      // It compares the start time, so it hits no other process that got the same number.
      var unused = target.destroyForcibly();
    }
  }

  /** Whether the kernel's end of it should be the end of the host's process, too. */
  synchronized boolean markEnded() {
    isEnded = true;
    return !isLeaving && host != null;
  }

  /** Whether it is still to be found on the host, as far as can be known. */
  synchronized boolean isAlive() {
    return !isGone && !isEnded && host != null && host.isAlive();
  }

  synchronized boolean isEnded() {
    return isEnded;
  }

  /** Ends it in the kernel; the host's process has ended or goes on without. */
  void leave(int exitCode) {
    ServerProcess parent;
    synchronized (this) {
      isLeaving = true;
      parent = creator;
      creator = null;
    }
    if (parent != null) {
      parent.forgetChild(this);
    }
    kernelSide.exit(exitCode);
  }

  /** Its creator could not start it: the creator's handles to it are closed. */
  void abort() {
    ServerProcess parent;
    synchronized (this) {
      parent = creator;
    }
    if (parent != null) {
      closeQuietly(parent, information.process());
      closeQuietly(parent, information.thread());
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
    boolean isChild;
    synchronized (this) {
      isGone = true;
      isLeaving = true;
      isChild = creator != null;
      sessions.values().forEach(Session::stop);
    }
    if (isChild) {
      kernelSide.closeTable();
    } else {
      leave(inGoodOrder ? 0 : UNKNOWN_EXIT_CODE);
    }
  }

  /** Lets its children go, and returns them: nobody will tell their ends any more. */
  Iterable<ServerProcess> abandonChildren() {
    Map<Integer, ServerProcess> abandoned;
    synchronized (this) {
      abandoned = new HashMap<>(children);
      children.clear();
    }
    for (ServerProcess child : abandoned.values()) {
      synchronized (child) {
        child.creator = null;
      }
    }
    return abandoned.values();
  }
}
