package handlelab.stress;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A kernel and the processes that a run needs on it: in this JVM ({@code jvm}), shared between JVMs
 * ({@code shared}), or the system's own ({@code real}), on which all of them are this process.
 */
final class Stage implements AutoCloseable {
  /** What {@link #kind} calls an end of a mailslot. */
  static final String MAILSLOT = "mailslot";

  private final String kind;
  private final SimulatedKernel kernel;
  private final Backend own;
  private final List<Backend> further = new ArrayList<>();

  Stage(String kind) {
    this.kind = kind;
    kernel = kind.equals("jvm") ? SimulatedKernel.boot() : null;
    own =
        switch (kind) {
          case "jvm" -> null;
          case "shared" -> Backends.open(BackendKind.SIMULATED);
          case "real" -> Backends.open(BackendKind.REAL);
          default -> throw new IllegalArgumentException("jvm, shared or real, not " + kind);
        };
  }

  /**
   * The type of a row's object, but mailslots by themselves: other threads of this JVM open files
   * meanwhile. Under Wine, client ends have no name.
   */
  static String kind(HandleRow row) {
    String name = row.objectName();
    boolean isMailslot =
        row.objectType().equals("File")
            && (name == null
                || name.isEmpty()
                || name.toLowerCase(Locale.ROOT).contains("\\mailslot\\"));
    return isMailslot ? MAILSLOT : row.objectType();
  }

  /** The first process, or on the real kernel this one. */
  Kernel32 process() {
    return kernel != null ? kernel.startProcess("stress.exe") : own.kernel32();
  }

  /** A process of its own, where there are any. */
  Kernel32 furtherProcess() {
    if (!kind.equals("shared")) {
      return process();
    }
    Backend backend = Backends.openFurtherSimulated();
    further.add(backend);
    return backend.kernel32();
  }

  HandleTables tables() {
    return kernel != null ? kernel.handleTables() : own.handleTables();
  }

  /** A process's rows of files, by the kernel's own list: a JVM has rows for its threads, too. */
  int rows(Kernel32 process) {
    return (int)
        tables().handles(process.getCurrentProcessId()).stream()
            .filter(row -> row.objectType().equals("File"))
            .count();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case "jvm" -> "simulated kernel in this JVM";
      case "shared" -> "shared simulated kernel";
      default -> own.description();
    };
  }

  @Override
  public void close() {
    further.forEach(Backend::close);
    if (own != null) {
      own.close();
    }
    if (kernel != null) {
      kernel.close();
    }
  }
}
