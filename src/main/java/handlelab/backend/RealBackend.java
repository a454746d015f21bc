package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.real.RealKernel;
import java.util.List;

/** The kernel32 of this system. There is nothing to open, and closing leaves the handles open. */
final class RealBackend implements Backend {
  private final Kernel32 kernel32 = RealKernel.kernel32();

  @Override
  public BackendKind kind() {
    return BackendKind.REAL;
  }

  @Override
  public Kernel32 kernel32() {
    return kernel32;
  }

  @Override
  public HandleTables handleTables() {
    return RealKernel.handleTables();
  }

  @Override
  public String description() {
    return RealKernel.description();
  }

  @Override
  public List<Handle> standardHandles() {
    return RealKernel.standardHandles();
  }

  @Override
  public void close() {}
}
