package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.List;

/**
 * The kernel that answers this process's calls: the real kernel32, or the simulated kernel that the
 * user's JVMs share.
 */
public interface Backend extends AutoCloseable {
  BackendKind kind();

  Kernel32 kernel32();

  HandleTables handleTables();

  /** Which kernel answers, in a few words, such as {@code kernel32 of Wine 10.0}. */
  default String description() {
    return kind() == BackendKind.REAL ? "kernel32 of this system" : "simulated kernel";
  }

  /**
   * This process's standard handles as rows of its table; none on the simulated kernel, where a
   * child's streams are the host system's.
   */
  default List<Handle> standardHandles() {
    return List.of();
  }

  @Override
  void close();
}
