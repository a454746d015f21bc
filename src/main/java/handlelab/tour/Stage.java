package handlelab.tour;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.List;
import java.util.Map;

/**
 * The kernel that one chapter runs on, and the processes that it needs. Used by one thread, but for
 * {@link CreationWatch}.
 *
 * <p>{@link #close} ends every process that was started here.
 */
public interface Stage extends AutoCloseable {
  /** Where {@code CreateMailslotW} has got to. */
  enum CreationStep {
    /** The mailslot's name is taken and its queue is there. */
    RESOURCE,
    /** The kernel object of its server end is there. */
    OBJECT,
    /** The row is in the process's table. */
    ROW,
    /** The function is about to return. */
    RETURN
  }

  /** Is told each step on the calling thread, which goes on when the method returns. */
  @FunctionalInterface
  interface CreationWatch {
    /**
     * The step is done, the next one has not begun.
     *
     * @param objectAddress 0 before {@link CreationStep#OBJECT}
     * @param handle null before {@link CreationStep#ROW}
     */
    void reached(CreationStep step, int processId, long objectAddress, Handle handle);
  }

  /** A child that is ready to be started by {@code CreateProcessW}. */
  interface Child {
    /** What to pass as {@code lpCommandLine}; {@code lpApplicationName} is null. */
    String commandLine();

    /** Makes calls for the child; waits until it runs. */
    Kernel32 kernel32();

    /** What the child got as its arguments; waits until it runs. */
    List<String> arguments();

    /** Lets the child return from its main method; does not wait for its end. */
    void exit(int exitCode);
  }

  /** One line: which kernel answers. */
  String description();

  /**
   * Whether tables hold nothing but what the tour put there, objects have addresses, and each run
   * shows the same numbers.
   */
  boolean isExact();

  HandleTables handleTables();

  /**
   * A process that takes no part, to compare objects where the kernel tells no addresses.
   *
   * @throws UnsupportedOperationException where {@link #isExact}
   */
  Kernel32 looker();

  /** What the names of mailslots on this stage start with. */
  String slotPrefix();

  /** Starts a process that inherits nothing. */
  Kernel32 startProcess(String imageName);

  Child prepareChild(String imageName, List<String> arguments);

  /**
   * Has {@code watch} told the steps of each {@code CreateMailslotW} from now on.
   *
   * @return false where this kernel cannot be stopped between them
   */
  boolean watchCreation(CreationWatch watch);

  /**
   * Where this kernel is known to answer otherwise than Windows: id of the statement in the notes
   * to the reason.
   */
  Map<String, String> knownDifferences();

  @Override
  void close();
}
