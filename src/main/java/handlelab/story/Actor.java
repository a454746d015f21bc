package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.story.stage.StageChild;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A process that takes part in a chapter. Used by the chapter's thread. */
final class Actor {
  /** Whether a process can make calls. */
  enum State {
    SUSPENDED("suspended"),
    RUNNING("running"),
    ENDED("ended");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  private final String name;
  private final int processId;
  private final StageChild child;
  private Kernel32 kernel32;
  private Kernel32 recorded;
  private State state;

  /** Values of rows that the tour made; on an exact stage all rows are. */
  final Set<Long> knownValues = new TreeSet<>();

  /** The process handles of this table, and what they lead to. */
  final Map<Long, Actor> processes = new HashMap<>();

  /** Whose rows this table may have got copies of since the last look, or null. */
  Actor heirOf;

  private final Scene scene;

  private Actor(
      Scene scene, String name, int processId, StageChild child, Kernel32 kernel32, State state) {
    this.scene = scene;
    this.name = name;
    this.processId = processId;
    this.child = child;
    this.kernel32 = kernel32;
    this.state = state;
  }

  static Actor running(Scene scene, String name, Kernel32 kernel32) {
    return new Actor(scene, name, kernel32.getCurrentProcessId(), null, kernel32, State.RUNNING);
  }

  static Actor child(Scene scene, String name, int processId, StageChild child, State state) {
    return new Actor(scene, name, processId, child, null, state);
  }

  String name() {
    return name;
  }

  int processId() {
    return processId;
  }

  State state() {
    return state;
  }

  void state(State newState) {
    state = newState;
  }

  /** What a child runs by, or null. */
  StageChild child() {
    return child;
  }

  /** Makes calls that nobody is told of. */
  Kernel32 silent() {
    if (kernel32 == null) {
      kernel32 = child.kernel32();
    }
    return kernel32;
  }

  /** Makes calls that become frames. */
  Kernel32 calls() {
    if (recorded == null) {
      recorded = new RecordedKernel32(scene, this);
    }
    return recorded;
  }

  void knows(Handle handle) {
    knownValues.add(handle.value() & ~3L);
  }

  void knowsProcess(Handle handle, Actor process) {
    knows(handle);
    processes.put(handle.value() & ~3L, process);
  }

  /** What a process handle of this process leads to. */
  Actor process(Handle handle) {
    Actor process =
        handle.equals(Handle.CURRENT_PROCESS) ? this : processes.get(handle.value() & ~3L);
    if (process == null) {
      throw new IllegalStateException(name + " has no process handle " + handle);
    }
    return process;
  }

  /** Takes over what {@code parent} knows; the next look finds out which rows are there. */
  void inheritsFrom(Actor parent) {
    heirOf = parent;
    knownValues.addAll(parent.knownValues);
    processes.putAll(parent.processes);
  }

  void forgets(Handle handle) {
    knownValues.remove(handle.value() & ~3L);
  }
}
