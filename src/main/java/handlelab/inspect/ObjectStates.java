package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Win32Exception;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What state the objects of a look's rows were in, right after it: ends of pipes, events, owners of
 * mutexes, processes. Immutable.
 */
public final class ObjectStates {
  /** Nothing is known. */
  static final ObjectStates UNKNOWN = new ObjectStates(Map.of());

  private final Map<Integer, Map<Handle, String>> byProcess;

  private ObjectStates(Map<Integer, Map<Handle, String>> byProcess) {
    this.byProcess = byProcess;
  }

  /** Asks for the objects of these processes; of one that has ended nothing is known. */
  static ObjectStates of(HandleTables tables, Collection<Integer> processIds) {
    Map<Integer, Map<Handle, String>> states = new HashMap<>();
    HandleTables many = processIds.size() > 1 ? tables.forManyLooks() : tables;
    for (int processId : processIds) {
      try {
        states.put(processId, many.states(processId));
      } catch (Win32Exception e) {
        // It has ended since it was looked at.
      }
    }
    return new ObjectStates(states);
  }

  /**
   * {@return the state of a row's object in words, as {@link HandleTables#states} tells it; null if
   * it is not known}
   *
   * @param row a row of the look
   */
  public String of(HandleRow row) {
    return byProcess.getOrDefault(row.processId(), Map.of()).get(row.handle());
  }
}
