package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import java.util.List;

/** A backend whose calls an interceptor answers; all else is passed on. */
public record InterceptedBackend(Backend backend, Kernel32Call.Interceptor interceptor)
    implements Backend {
  @Override
  public BackendKind kind() {
    return backend.kind();
  }

  @Override
  public Kernel32 kernel32() {
    return Kernel32Call.intercept(interceptor);
  }

  @Override
  public HandleTables handleTables() {
    return backend.handleTables();
  }

  @Override
  public List<Handle> standardHandles() {
    return backend.standardHandles();
  }

  @Override
  public void close() {
    backend.close();
  }
}
