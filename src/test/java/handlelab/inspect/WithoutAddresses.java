package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import java.util.List;
import java.util.Map;

/** Tables as a kernel shows them that tells no addresses, as the real one may. */
public record WithoutAddresses(HandleTables tables) implements HandleTables {
  @Override
  public List<HandleRow> handles(int processId) {
    return tables.handles(processId).stream().map(WithoutAddresses::hide).toList();
  }

  private static HandleRow hide(HandleRow row) {
    return new HandleRow(
        row.processId(),
        row.handle(),
        0,
        row.objectType(),
        row.objectName(),
        row.grantedAccess(),
        row.inheritable(),
        row.protectedFromClose(),
        row.usageCount());
  }

  @Override
  public Map<Handle, String> states(int processId) {
    return tables.states(processId);
  }

  @Override
  public List<ProcessDetails> processes() {
    return tables.processes();
  }

  @Override
  public List<Integer> processIds() {
    return tables.processIds();
  }
}
