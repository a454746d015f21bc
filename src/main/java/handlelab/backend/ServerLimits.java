package handlelab.backend;

import java.util.concurrent.TimeUnit;

/** What the server of the shared simulated kernel takes on, and how long it waits. */
final class ServerLimits {
  /**
   * Processes at a time; Windows's own limit is memory. Each is a JVM or another program of the
   * host, of which no machine holds so many. Past it, CreateProcess fails with
   * ERROR_NO_SYSTEM_RESOURCES (Assumed).
   */
  static final int MAX_PROCESSES = 5_000;

  /** Connections of one process: one for each of its Java threads that makes calls. */
  static final int MAX_CONNECTIONS_OF_PROCESS = 2_000;

  /** Connections of all processes together: a thread and a descriptor each. */
  static final int MAX_CONNECTIONS = 12_000;

  /**
   * Children that ended before they ran, whose JVMs may still come: each start of a JVM takes less
   * than the time in which so many others fail.
   */
  static final int MAX_NEVER_RAN = 1000;

  /** Lines of the log; a peer that sends rubbish in a loop must not fill the disk. */
  static final int MAX_LOG_LINES = 10_000;

  /** How long a connection may take to say what it is for. */
  static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How many milliseconds the server waits for a next process; tests wait for its end. */
  static final String IDLE_PROPERTY = "handlelab.serverIdleMillis";

  /** How long the server waits for a next process before it ends. */
  static final long IDLE_NANOS =
      TimeUnit.MILLISECONDS.toNanos(Integer.getInteger(IDLE_PROPERTY, 2000));

  /**
   * How long the server lives for suspended children whose creators have ended, if no JVM is there.
   * On Windows they live until they are terminated or the user logs off; nobody can run these, and
   * a server without end is a nuisance.
   */
  static final long ORPHAN_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** How long a JVM that has terminated itself may take to halt before it is killed. */
  static final long HALT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the server looks whether a child runs that only the host knows of. */
  static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /**
   * How long a creator may take to report the exit code of a child whose host process has ended,
   * before the child ends without: it may be stopped, and others wait for the child.
   */
  static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(3);

  private ServerLimits() {}
}
