package handlelab.story.stage;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.sim.CreationObserver;
import java.util.List;

/** A kernel, and processes on it that the caller drives. Closing it ends them all. */
public interface Stage extends AutoCloseable {
  /** One line: which kernel answers. */
  String description();

  /**
   * Tells if tables hold nothing but what the story put there, objects have addresses, and each run
   * shows the same numbers.
   */
  boolean isExact();

  HandleTables handleTables();

  /** The kernel32 of a process that takes no part in the story, to compare objects from outside. */
  Kernel32 observer();

  /**
   * Starts a process that inherits nothing and that nothing else happens in.
   *
   * @param imageName used if this kernel can choose the image's name
   */
  StageProcess startProcess(String imageName);

  /**
   * Prepares a child that a process of this stage then starts by {@code createProcess} with the
   * child's command line.
   *
   * @param imageName as above; it may name several children
   * @param arguments what the child finds as its own arguments
   */
  StageChild prepareChild(String imageName, List<String> arguments);

  /**
   * Calls {@code observer} at each step of each {@code CreateMailslotW} from now on; null for none.
   *
   * @return false if this kernel cannot be stopped between the steps
   */
  boolean observeCreation(CreationObserver observer);

  @Override
  void close();
}
