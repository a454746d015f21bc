package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Overlapped;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import handlelab.story.stage.StageProcess;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a story on one kernel: its processes, and which handles the story's calls gave them.
 *
 * <p>What a call opens, and in whose table, is derived from its result and from the names of its
 * arguments, so a new function needs no change here. Used by the thread that plays.
 */
public abstract class Performance {
  /** A child that is ready to be started. */
  record Prepared(String name, List<String> arguments, StageChild child) {}

  private final Stage stage;
  private final String slotPrefix;
  private final List<Actor> actors = new ArrayList<>();
  private final Map<String, Prepared> prepared = new HashMap<>();
  private final IdentityHashMap<Overlapped, String> operationNames = new IdentityHashMap<>();
  private final IdentityHashMap<Overlapped, ByteBuffer> targets = new IdentityHashMap<>();
  private int names;

  /**
   * @param slotPrefix what the paths of this run's mailslots start with
   */
  Performance(Stage stage, String slotPrefix) {
    this.stage = stage;
    this.slotPrefix = slotPrefix;
  }

  /** Makes one call, of which nothing is claimed yet, and records it; if it fails, throws. */
  abstract Object record(Actor caller, Kernel32Call call);

  /** This run if it is a scenario's, whose steps make claims. */
  abstract Play play();

  /** How calls are written. */
  abstract CallFormat format();

  /**
   * Called for each handle that a call has just opened.
   *
   * @param part what the call's result calls it
   * @param process the process of this story that it leads to, or a thread of which; else null
   */
  void opened(Actor owner, Handle handle, String part, Kernel32Call call, Actor process) {}

  /** The path of a mailslot of this run. */
  public final String slot(String name) {
    return slotPrefix + name;
  }

  final Stage stage() {
    return stage;
  }

  final List<Actor> actors() {
    return actors;
  }

  /** The path of a named pipe of this run. */
  public final String pipe(String name) {
    return "\\\\.\\pipe\\" + directory() + name;
  }

  /** The name of an event, mutex or semaphore of this run. */
  public final String object(String name) {
    return directory().replace('\\', '-') + name;
  }

  /** What makes a name this run's. */
  final String directory() {
    return slotPrefix.substring("\\\\.\\mailslot\\".length());
  }

  /** The name of an overlapped operation, such as {@code o1}, in order of appearance. */
  final String nameOf(Overlapped operation) {
    return operationNames.computeIfAbsent(operation, any -> "o" + (operationNames.size() + 1));
  }

  /** What an overlapped operation was started to read into, or null. */
  final ByteBuffer target(Overlapped operation) {
    return targets.get(operation);
  }

  /** Adds a process that runs. */
  final Actor enter(String name, StageProcess process) {
    int processId = process.kernel32().getCurrentProcessId();
    Actor actor = new Actor(this, name, processId, process, Actor.State.RUNNING);
    actors.add(actor);
    return actor;
  }

  StageChild prepare(String name, List<String> arguments) {
    String image = name.endsWith(".exe") ? name : name + ".exe";
    StageChild child = stage.prepareChild(image, arguments);
    prepared.put(child.commandLine(), new Prepared(name, arguments, child));
    return child;
  }

  /** The child that a command line starts, or null. */
  final Prepared prepared(String commandLine) {
    return prepared.get(commandLine);
  }

  /** The process with that id, or null. */
  final Actor actor(int processId) {
    return actors.stream().filter(actor -> actor.processId() == processId).findFirst().orElse(null);
  }

  /** The child with that id, or null. */
  final Child child(int processId) {
    return actor(processId) instanceof Child child ? child : null;
  }

  /**
   * Makes a call, and learns from it which handles the processes have.
   *
   * @param kernel32 of the thread that is to make it
   */
  final Object make(Actor caller, Kernel32Call call, Kernel32 kernel32) {
    if (call.hasArgument("overlapped")
        && !call.method().startsWith("get")
        && !call.method().startsWith("cancel")) {
      targets.put(
          (Overlapped) call.argument("overlapped"),
          call.hasArgument("target") ? (ByteBuffer) call.argument("target") : null);
    }
    Set<Long> inherited = inherited(caller, call);
    int number = names;
    // Names are used up also by a call that fails, so that it does not shift the later ones.
    names += handlesOf(call);
    Object result = call.invoke(kernel32);
    if (result instanceof ProcessInformation information) {
      enterChild(caller, call, information, inherited);
    }
    Actor owner = table(caller, call, "targetProcess");
    for (Map.Entry<String, Handle> opened : call.openedHandles(result).entrySet()) {
      Actor process = processOf(caller, call, result);
      Handle handle = opened.getValue();
      String part = opened.getKey();
      number++;
      owner.learn(handle, "h" + number, part.equals("thread") ? null : process);
      opened(owner, handle, part, call, process);
    }
    return result;
  }

  /** How many handles a call returns if it succeeds. */
  private static int handlesOf(Kernel32Call call) {
    Class<?> type = call.resultType();
    if (!call.opensHandles() || type == Handle.class) {
      return call.opensHandles() ? 1 : 0;
    }
    return (int)
        Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getType() == Handle.class)
            .count();
  }

  private void enterChild(
      Actor creator, Kernel32Call call, ProcessInformation information, Set<Long> inherited) {
    Prepared start = prepared.get((String) call.argument("commandLine"));
    if (start == null) {
      return;
    }
    int flags = (Integer) call.argument("creationFlags");
    Actor.State state =
        (flags & Win32.CREATE_SUSPENDED) == 0 ? Actor.State.RUNNING : Actor.State.SUSPENDED;
    Child child = new Child(this, start.name(), start.child(), information, state);
    child.inherit(creator, inherited);
    actors.add(child);
  }

  /** The known values that a child inherits if this call creates one. */
  private Set<Long> inherited(Actor caller, Kernel32Call call) {
    Set<Long> values = new HashSet<>();
    if (!call.hasArgument("inheritHandles") || !(Boolean) call.argument("inheritHandles")) {
      return values;
    }
    for (HandleRow row : rows(caller)) {
      if (row.inheritable()) {
        values.add(row.handle().value());
      }
    }
    StartupInfo startup = (StartupInfo) call.argument("startupInfo");
    List<Handle> list = startup == null ? null : startup.inheritOnly();
    // An empty list selects nothing on Windows; if it is ignored, all are inherited.
    if (list != null && !list.isEmpty()) {
      values.retainAll(list.stream().map(Handle::value).toList());
    }
    return values;
  }

  /** The process that what a call has opened belongs to, or null. */
  private Actor processOf(Actor caller, Kernel32Call call, Object result) {
    if (result instanceof ProcessInformation information) {
      return actor(information.processId());
    }
    if (call.hasArgument("processId")) {
      return actor(((Integer) call.argument("processId")) & ~3);
    }
    if (call.hasArgument("source")) {
      return table(caller, call, "sourceProcess").process((Handle) call.argument("source"));
    }
    return null;
  }

  /** The process whose table a call means by a process handle; the caller if it names none. */
  final Actor table(Actor caller, Kernel32Call call, String argument) {
    Actor named =
        call.hasArgument(argument) ? caller.process((Handle) call.argument(argument)) : null;
    return named == null ? caller : named;
  }

  /** The rows of the values that are known of a process; none if it has ended. */
  final List<HandleRow> rows(Actor actor) {
    return rows(actor, actor.open().keySet());
  }

  /** The row of a handle, with the object's name. */
  final List<HandleRow> namedRows(Actor actor, Handle handle) {
    return stage.handleTables().handles(actor.processId(), Set.of(handle.value()));
  }

  final List<HandleRow> rows(Actor actor, Set<Long> values) {
    try {
      return values.isEmpty()
          ? List.of()
          : stage.handleTables().handlesWithoutFileNames(actor.processId(), values);
    } catch (Win32Exception e) {
      return List.of();
    }
  }
}
