package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernel's tables, with what the server knows of the host processes that run its processes. */
record SharedHandleTables(HandleTables tables, ProcessRegistry registry) implements HandleTables {
  @Override
  public List<HandleRow> handles(int processId) {
    return tables.handles(processId);
  }

  @Override
  public List<HandleRow> handles(int processId, Set<Long> values) {
    return tables.handles(processId, values);
  }

  @Override
  public Map<Handle, String> states(int processId) {
    return tables.states(processId);
  }

  @Override
  public List<Integer> processIds() {
    return tables.processIds();
  }

  @Override
  public List<ProcessDetails> processes() {
    Map<Integer, HostProcess> hosts = registry.hosts();
    return tables.processes().stream()
        .map(process -> withHost(process, hosts.get(process.processId())))
        .toList();
  }

  private static ProcessDetails withHost(ProcessDetails process, HostProcess host) {
    if (host == null) {
      return process;
    }
    Optional<String> commandLine =
        ProcessHandle.of(host.pid()).flatMap(handle -> handle.info().commandLine());
    return new ProcessDetails(
        process.processId(),
        process.imageName(),
        process.parentProcessId(),
        process.startTime(),
        process.isSuspended(),
        commandLine.orElse(null),
        host.pid());
  }
}
