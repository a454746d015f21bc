package handlelab.jna;

import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The kernel that answers: that which the user's JVMs share. It is opened at the first call. */
final class SimulatedKernel32 {
  private SimulatedKernel32() {}

  private static final class Opened {
    /** Open until the JVM ends. */
    static final Backend BACKEND = Backends.open(BackendKind.SIMULATED);
  }

  static Kernel32 kernel32() {
    return Opened.BACKEND.kernel32();
  }

  /**
   * Looks at this process's handle table.
   *
   * @param values handle values
   * @return the objects of those that are open, as {@link HandleRow#object} describes them
   */
  static Map<Long, String> objects(Set<Long> values) {
    Backend backend = Opened.BACKEND;
    int process = backend.kernel32().getCurrentProcessId();
    return backend.handleTables().handles(process, values).stream()
        .collect(Collectors.toMap(row -> row.handle().value(), HandleRow::object));
  }

  /** Adds all functions that are simulated. */
  static void addTo(SimulatedLibrary library) {
    ObjectFunctions.addTo(library);
    FileFunctions.addTo(library);
    ProcessFunctions.addTo(library);
    PriorityFunctions.addTo(library);
    SecurityFunctions.addTo(library);
    MessageFunctions.addTo(library);
  }
}
