package handlelab.wire;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import java.util.List;
import java.util.Set;

/** The handle tables at the other end of a stream. */
public final class WireHandleTables implements HandleTables {
  private final ConnectionSource source;

  /**
   * @param source asked before each call
   */
  public WireHandleTables(ConnectionSource source) {
    this.source = source;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    return source.connection().call(new TableRequest.Handles(processId), Reply.Rows.class).rows();
  }

  @Override
  public List<HandleRow> handles(int processId, Set<Long> values) {
    var request = new TableRequest.HandlesAmong(processId, values);
    return source.connection().call(request, Reply.Rows.class).rows();
  }

  @Override
  public List<Integer> processIds() {
    return source.connection().call(new TableRequest.ProcessIds(), Reply.Ids.class).processIds();
  }
}
