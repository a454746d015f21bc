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
  /** {@return whether the real or the simulated kernel answers} */
  BackendKind kind();

  /** {@return the kernel's functions, which this process calls} */
  Kernel32 kernel32();

  /** {@return a view into the handle tables of all processes of the kernel} */
  HandleTables handleTables();

  /**
   * Which kernel answers, in a few words, such as {@code kernel32 of Wine 10.0}.
   *
   * @return text for people, in English
   */
  default String description() {
    return kind() == BackendKind.REAL ? "kernel32 of this system" : "simulated kernel";
  }

  /**
   * This JVM's own streams as rows of its table; none on the simulated kernel, where they are the
   * host system's.
   *
   * @return the handle values; empty if there are none
   */
  default List<Handle> standardHandles() {
    return List.of();
  }

  /**
   * Ends this JVM, as {@link System#exit} does, with an exit code that {@code GetExitCodeProcess}
   * tells with all its 32 bits.
   *
   * <p>A program on the simulated kernel should end by this: its host system may keep only 8 bits
   * of what {@code System.exit} is given. On a real kernel32 both are the same. It does not return.
   *
   * @param exitCode any value; all 32 bits count
   */
  default void exit(int exitCode) {
    System.exit(exitCode);
  }

  @Override
  void close();
}
