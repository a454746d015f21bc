package handlelab.junit;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.CallLog;
import handlelab.sim.Program;
import handlelab.sim.SimulatedKernel;
import java.util.Map;

/**
 * The kernel that a test runs on, the process that the test plays, and the log of its calls.
 *
 * @param owner the unique id of the context that made it and closes it
 * @param simulated the whole kernel where it is a simulated one, else null
 */
record LabMachine(
    String owner, CallLog log, HandleTables tables, SimulatedKernel simulated, Runnable end)
    implements AutoCloseable {

  static LabMachine open(
      String owner, BackendKind kind, boolean keepsStacks, Map<String, Program> programs) {
    if (kind == BackendKind.REAL) {
      Backend backend = Backends.open(kind);
      return new LabMachine(
          owner,
          log(backend.kernel32(), keepsStacks),
          backend.handleTables(),
          null,
          backend::close);
    }
    SimulatedKernel kernel = SimulatedKernel.boot();
    programs.forEach(kernel::install);
    return new LabMachine(
        owner,
        log(kernel.startProcess("test.exe"), keepsStacks),
        kernel.handleTables(),
        kernel,
        kernel::close);
  }

  private static CallLog log(Kernel32 kernel32, boolean keepsStacks) {
    return keepsStacks ? CallLog.withStacks(kernel32) : CallLog.of(kernel32);
  }

  /** Ends the kernel; closing again has no effect. */
  @Override
  public void close() {
    end.run();
  }
}
