package handlelab.backend;

import handlelab.sim.HostedProcess;
import handlelab.wire.ServedOperations;
import java.util.HashMap;
import java.util.Map;

/**
 * A process of the shared kernel, as its server holds it: the kernel's side, the host's side, and
 * the connections of its threads. Guarded by the {@link ProcessRegistry}.
 */
final class ServerProcess {
  /** The exit code of a process whose end is not reported: it was killed, or lost. */
  static final int UNKNOWN_EXIT_CODE = 1;

  final HostedProcess kernelSide;
  final ServedOperations operations = new ServedOperations();

  /** What its threads' connections show. */
  final String secret = Secrets.next();

  /** What takes its place, if it is a child; null once taken. */
  String token;

  /** Null if it is no child, or its creator is gone. */
  ServerProcess creator;

  final Map<Integer, ServerProcess> children = new HashMap<>();
  final Map<Integer, ClientConnection> connections = new HashMap<>();

  /** The process of the host that runs it, if that is known and wholly this process. */
  HostProcess host;

  /** Its control connection, or null: it has not come yet, it is gone, or there never will be. */
  ClientConnection control;

  /** What it ends with if nobody says otherwise; it may have said so itself. */
  int exitCode = UNKNOWN_EXIT_CODE;

  boolean isExitCodeKnown;

  /** Whether it ends in a way that needs no killing. */
  boolean isLeaving;

  /** When its host process was first seen to have ended; 0 before. */
  long hostEndedNanos;

  ServerProcess(HostedProcess kernelSide, ServerProcess creator) {
    this.kernelSide = kernelSide;
    this.creator = creator;
  }

  int id() {
    return kernelSide.processId();
  }

  /** Whether its creator passes bytes on for it, and reports its end after the last of them. */
  boolean hasStreams() {
    return connections.keySet().stream().anyMatch(ChildStreams::isConnection);
  }

  /** Whether it is suspended and its creator has ended: nobody starts it once it is resumed. */
  boolean isOrphan() {
    return creator == null && control == null && host == null;
  }

  /** Whether nothing but the host tells its end: it is watched. */
  boolean isWatched() {
    return host != null && control == null;
  }
}
