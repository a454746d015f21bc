package handlelab.backend;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;

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

  @Override
  void close();
}
