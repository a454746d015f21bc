package handlelab.junit;

import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.recorder.LocalRecorder;
import handlelab.recorder.Recording;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the agent of this JVM knows, with the real handle table if that answers the program. */
final class AgentSource implements WatchedTests.Source {
  /** Null without an agent that records for tests. */
  private static final WatchedTests OF_THIS_JVM = open();

  private final LocalRecorder agent;

  private AgentSource(LocalRecorder agent) {
    this.agent = agent;
  }

  private static WatchedTests open() {
    LocalRecorder agent = LocalRecorder.find();
    return agent == null ? null : new WatchedTests(new AgentSource(agent));
  }

  /** The tests that run in this JVM; null without an agent that records for them. */
  static WatchedTests tests() {
    return OF_THIS_JVM;
  }

  @Override
  public Recording since(long begin) {
    return agent.since(begin);
  }

  @Override
  public Map<Long, String> objects(Set<Long> values) {
    Map<Long, String> objects = agent.objects(values);
    if (objects != null || Backends.defaultKind() != BackendKind.REAL) {
      return objects;
    }
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      int process = backend.kernel32().getCurrentProcessId();
      return backend.handleTables().handles(process, values).stream()
          .collect(Collectors.toMap(row -> row.handle().value(), HandleRow::object));
    } catch (Win32Exception | LinkageError e) {
      // The system does not show it, or the program's JNA is too old for handlelab.
      return null;
    }
  }
}
