package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.story.stage.StageProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One process of a story. Used by the thread that plays.
 *
 * <p>It knows the handle values that the story's calls opened in its table. Each has a name, h1, h2
 * and so on in order of appearance over all processes, so that transcripts of two kernels can be
 * compared; a row that is copied into a child keeps its name.
 */
public class Actor extends Performer {
  /** Tells if a process can make calls. */
  enum State {
    SUSPENDED,
    RUNNING,
    ENDED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int processId;
  private final StageProcess process;
  private final List<ActorThread> threads = new ArrayList<>();
  private final Map<Long, String> open = new TreeMap<>();

  /** Values that named a row once, or name one in the parent only. */
  private final Map<Long, String> former = new HashMap<>();

  /** The process handles of this table, and what they lead to. */
  private final Map<Long, Actor> processes = new HashMap<>();

  private State state;

  Actor(Performance performance, String name, int processId, StageProcess process, State state) {
    super(performance, name);
    this.processId = processId;
    this.process = process;
    this.state = state;
  }

  @Override
  final Actor actor() {
    return this;
  }

  public final int processId() {
    return processId;
  }

  /** Makes calls that are recorded. One that fails throws. Only for chapters. */
  public final Kernel32 calls() {
    return Kernel32Call.intercept(call -> performance().record(this, call));
  }

  /** Starts another thread of this process. */
  public final ActorThread thread(String threadName) {
    ActorThread thread = new ActorThread(performance(), this, threadName, process);
    threads.add(thread);
    return thread;
  }

  /** A child that this process can start. */
  public final ChildStart child(String childName) {
    return new ChildStart(performance(), this, childName);
  }

  @Override
  public final Kernel32 unrecorded() {
    return process.kernel32();
  }

  /** Ends the threads that the story has started here. */
  final void endThreads() {
    threads.forEach(ActorThread::end);
  }

  final State state() {
    return state;
  }

  final void state(State newState) {
    state = newState;
  }

  /** A call opened this handle here. A value that is open already keeps its name. */
  final void learn(Handle handle, String freshName, Actor process) {
    open.putIfAbsent(row(handle), freshName);
    if (process != null) {
      processes.put(row(handle), process);
    }
  }

  /** Takes over the names of inherited values; the parent's other values mean nothing here. */
  final void inherit(Actor parent, Set<Long> inherited) {
    parent.open.forEach(
        (value, known) -> (inherited.contains(value) ? open : former).put(value, known));
    processes.putAll(parent.processes);
    processes.keySet().retainAll(inherited);
  }

  /** Forgets the values that name no row any more; they may come back as other handles. */
  final void keepOnly(Set<Long> present) {
    open.forEach(
        (value, known) -> {
          if (!present.contains(value)) {
            former.put(value, known);
            processes.remove(value);
          }
        });
    open.keySet().retainAll(present);
  }

  /** The names of the values that are open here. */
  final Map<Long, String> open() {
    return open;
  }

  /** The process that a handle of this one leads to, or null. */
  final Actor process(Handle handle) {
    return handle.equals(Handle.CURRENT_PROCESS) ? this : processes.get(row(handle));
  }

  /** The name of a value that this process uses; one that no call opened stands as a number. */
  final String nameOf(Handle handle) {
    if (handle.value() <= 0) {
      return handle.equals(Handle.NULL) ? "NULL" : Long.toString(handle.value());
    }
    long low = handle.value() & 3;
    String known = open.get(row(handle));
    if (known != null) {
      return low == 0 ? known : known + "+" + low;
    }
    String gone = former.get(handle.value());
    if (gone != null) {
      return "(" + gone + ")";
    }
    String lowHalf = open.get(handle.value() & 0xffff_ffffL);
    return lowHalf == null ? "value " + handle : lowHalf + " with high bits";
  }

  private static long row(Handle handle) {
    return handle.value() & ~3L;
  }
}
