package handlelab.leaks;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.inspect.Origin;
import handlelab.recorder.Calls;
import handlelab.recorder.Recorder;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A program that calls no kernel, and its handle table as a test wants it. */
final class WatchedProgram implements HandleTables {
  final Recorder recorder;
  final Calls calls;
  private final Map<Integer, Map<Long, HandleRow>> tables = new TreeMap<>();
  private final int processId = (int) ProcessHandle.current().pid();
  private final LeakInspector inspector;
  private Runnable whileTableIsRead = () -> {};

  WatchedProgram(String... ignored) {
    this(new Recorder(List.of(), () -> 77), ignored);
  }

  WatchedProgram(Recorder recorder, String... ignored) {
    this.recorder = recorder;
    this.calls = new Calls(recorder);
    Clock clock = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);
    Origin origin = new Origin("real", "kernel32 of a test");
    inspector = new LeakInspector(this, origin, clock, Set.of(ignored));
    tables.put(processId, new TreeMap<>());
  }

  LeakReport look() throws IOException {
    return inspector.look(recorder::recording, "at its end");
  }

  /** Opens an event, with a row in the table. */
  void open(long value) {
    calls.createEvent(value);
    row(processId, value, "Event", null);
  }

  void close(long value) {
    closeUnseen(value);
    calls.close(value);
  }

  void closeUnseen(long value) {
    tables.get(processId).remove(value);
  }

  /** Adds a row that no watched call opened. */
  void openUnseen(long value, String type) {
    row(processId, value, type, null);
  }

  void row(int process, long value, String type, String name) {
    tables
        .computeIfAbsent(process, id -> new TreeMap<>())
        .put(value, new HandleRow(process, new Handle(value), 0, type, name, 0, false, false, 1));
  }

  int processId() {
    return processId;
  }

  /** Does something when the table has been read and the recorder not asked again. */
  void whileTableIsRead(Runnable action) {
    whileTableIsRead = action;
  }

  @Override
  public List<HandleRow> handles(int process) {
    List<HandleRow> rows = new ArrayList<>(tables.getOrDefault(process, Map.of()).values());
    whileTableIsRead.run();
    return rows;
  }

  @Override
  public List<Integer> processIds() {
    return List.copyOf(tables.keySet());
  }
}
