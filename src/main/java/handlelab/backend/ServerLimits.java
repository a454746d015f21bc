package handlelab.backend;

import java.util.concurrent.TimeUnit;

/** What the server of the shared simulated kernel takes on, and how long it waits. */
final class ServerLimits {
  /**
   * Processes at a time; Windows's own limit is memory. Each is a JVM or another program of the
   * host, which has its own limits. Past it, and for a process that has more children than there is
   * room for others, CreateProcess fails with ERROR_NO_SYSTEM_RESOURCES (Assumed).
   */
  static final int MAX_PROCESSES = 10_000;

  /** Connections of one process: one for each of its Java threads that makes calls. */
  static final int MAX_CONNECTIONS_OF_PROCESS = 2_000;

  /** Connections of all processes together: file descriptors, and a few kilobytes each. */
  static final int MAX_CONNECTIONS = 20_000;

  /**
   * What all large requests that are under way may take: past it, they fail with
   * ERROR_NO_SYSTEM_RESOURCES. Messages that wait in the kernel, or for a reader that does not take
   * them, are counted there.
   */
  static final long FRAME_BYTES = Runtime.getRuntime().maxMemory() / 4;

  /**
   * Children that ended before they ran, whose JVMs may still come: each start of a JVM takes less
   * than the time in which so many others fail.
   */
  static final int MAX_NEVER_RAN = 1000;

  /** Lines of the log; a peer that sends rubbish in a loop must not fill the disk. */
  static final int MAX_LOG_LINES = 10_000;

  /** How long a connection may take for its first words. */
  static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long the server waits for a next process before it ends. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long a JVM that has terminated itself may take to halt before it is killed. */
  static final long HALT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the server looks whether a child that has lost its creator still runs. */
  static final long ORPHAN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private ServerLimits() {}
}
