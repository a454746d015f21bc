package handlelab.jna;

import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;

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

  /** All functions that are simulated. */
  static SimulatedLibrary library() {
    SimulatedLibrary library = new SimulatedLibrary();
    ObjectFunctions.addTo(library);
    FileFunctions.addTo(library);
    ProcessFunctions.addTo(library);
    SecurityFunctions.addTo(library);
    MessageFunctions.addTo(library);
    return library;
  }
}
