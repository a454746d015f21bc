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

  static SimulatedLibrary library() {
    SimulatedLibrary library = new SimulatedLibrary();
    library.add(
        new SimulatedLibrary.Entry(
            "CloseHandle",
            0,
            call -> {
              kernel32().closeHandle(call.handle(0));
              return 1;
            }));
    library.add(
        new SimulatedLibrary.Entry(
            "CreateEventW",
            0,
            call -> {
              var created = kernel32().createEvent(null, call.flag(1), call.flag(2), null);
              call.setError(created.existed() ? 183 : 0);
              return created.handle().value();
            }));
    library.add(new SimulatedLibrary.Entry("GetLastError", 0, call -> call.jna().lastError()));
    return library;
  }
}
