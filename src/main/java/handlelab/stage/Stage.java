package handlelab.stage;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.List;

/** A kernel, and processes on it that the caller drives. Closing it ends them all. */
public interface Stage extends AutoCloseable {
  /** One line: which kernel answers. */
  String description();

  HandleTables handleTables();

  /** A process that inherits nothing and that nothing else happens in. */
  Kernel32 startProcess();

  /**
   * Makes ready a child that a process of this stage then starts by {@code createProcess} with the
   * child's command line.
   *
   * @param arguments what the child is to find as its own arguments
   */
  StageChild prepareChild(List<String> arguments);

  @Override
  void close();
}
