package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a chapter plays: its processes, what was said, and the frame that is being made.
 *
 * <p>A frame is handed on when the next one begins, so claims belong to the call before them. Used
 * by the chapter's thread.
 */
final class Scene {
  private static final int PATIENCE_MILLIS = 30_000;

  /** What {@code createProcess} is about to start. */
  private record Prepared(String name, String shown, StageChild child) {}

  private record Unstarted(Actor creator, Handle thread, Actor child) {}

  private final Stage stage;
  private final String slotPrefix;
  private final Map<String, String> knownDifferences;
  private final Consumer<Frame> frames;
  private final Observer observer;
  private final List<Actor> actors = new ArrayList<>();
  private final Map<String, Prepared> prepared = new HashMap<>();
  private final List<Unstarted> unstarted = new ArrayList<>();

  private Look before = Look.NOTHING;
  private Look after = Look.NOTHING;
  private Frame pending;
  private List<Check> claims = new ArrayList<>();
  private String text = "";

  /**
   * @param slotPrefix what the paths of this scene's mailslots start with
   * @param knownDifferences facts in which this kernel is known to differ from Windows, with
   *     reasons
   */
  Scene(
      Stage stage,
      String slotPrefix,
      Map<String, String> knownDifferences,
      Consumer<Frame> frames) {
    this.stage = stage;
    this.slotPrefix = slotPrefix;
    this.knownDifferences = knownDifferences;
    this.frames = frames;
    this.observer = new Observer(stage);
  }

  Stage stage() {
    return stage;
  }

  Observer observer() {
    return observer;
  }

  /** Starts a process that inherits nothing; the next frame shows it. */
  Actor start(String name) {
    Actor actor = Actor.running(this, name, stage.startProcess(name));
    actors.add(actor);
    return actor;
  }

  /** The name of a mailslot of this run. */
  String slot(String name) {
    return slotPrefix + name;
  }

  /** What the next frame says. */
  void say(String words) {
    finishFrame();
    text = words;
  }

  /** A frame without a call. */
  void show() {
    frame(null, null);
  }

  /** A frame with a picture of one row. */
  void picture(Actor actor, Handle handle) {
    Look look = observer.look(actors);
    frame(null, Picture.of(look.row(actor, handle), slotOf(look, actor, handle)));
  }

  private String slotOf(Look look, Actor actor, Handle handle) {
    String label = look.row(actor, handle).label();
    return observer.objects(look, look).stream()
        .filter(object -> object.label().equals(label))
        .map(ObjectView::resource)
        .findFirst()
        .orElse(null);
  }

  /** A frame with a call that was made elsewhere. */
  void show(CallView call) {
    frame(call, null);
  }

  private void frame(CallView call, List<String> picture) {
    finishFrame();
    before = after;
    after = observer.look(actors);
    pending =
        new Frame(
            text,
            call,
            Difference.of(before, after),
            observer.objects(before, after),
            picture,
            claims);
    text = "";
  }

  /** Makes a call and a frame of it. */
  <T> T call(Actor actor, String call, Supplier<T> makes, Function<T, String> result) {
    finishFrame();
    try {
      T value = makes.get();
      show(new CallView(actor.name(), call, result.apply(value), false));
      return value;
    } catch (Win32Exception e) {
      String failure = "fails: " + Win32Error.describe(e.errorCode());
      show(new CallView(actor.name(), call, failure, true));
      throw e;
    }
  }

  /** Hands the last frame on. */
  void finish() {
    finishFrame();
    if (!text.isEmpty()) {
      show();
      finishFrame();
    }
  }

  private void finishFrame() {
    if (pending != null) {
      Frame frame = pending;
      pending = null;
      claims = new ArrayList<>();
      frames.accept(frame);
    }
  }

  // Claims.

  /** Claims that something is so. */
  void claim(String statement, boolean holds) {
    claim(statement, holds, holds ? "" : "it is not so");
  }

  private void claim(String statement, boolean holds, String measured) {
    claims.add(
        new Check(statement, measured, holds ? Check.Verdict.HOLDS : Check.Verdict.FAILED, null));
  }

  /** Claims that two rows led to one object at the last look. */
  void claimOneObject(String statement, Actor one, Handle first, Actor other, Handle second) {
    String a = label(one, first);
    String b = label(other, second);
    claim(statement, a != null && a.equals(b), shown(a) + " and " + shown(b));
  }

  /** Claims that a row does not lead to another one's object, if there is such a row at all. */
  void claimTwoObjects(String statement, Actor one, Handle first, Actor other, Handle second) {
    String a = label(one, first);
    String b = label(other, second);
    claim(statement, a != null && !a.equals(b), shown(a) + " and " + shown(b));
  }

  private String label(Actor actor, Handle handle) {
    Look.SeenRow seen = after.row(actor, handle);
    return seen == null ? null : seen.label();
  }

  private String shown(String label) {
    return label != null ? label : stage.isExact() ? "no row" : "no row of the tour";
  }

  /** Claims that what was measured is what was expected. */
  void check(String claim, Object expected, Object measured) {
    boolean holds = Objects.equals(expected, measured);
    String outcome = holds ? say(measured) : say(measured) + ", expected " + say(expected);
    claims.add(new Check(claim, outcome, holds ? Check.Verdict.HOLDS : Check.Verdict.FAILED, null));
  }

  /**
   * As {@link #check(String, Object, Object)}, for a statement of the notes, by its id, in which
   * this kernel may be known to differ. A known difference that does not occur is a failure, so
   * that it cannot stay listed.
   */
  void checkFact(String fact, String claim, Object expected, Object measured) {
    String reason = knownDifferences.get(fact);
    if (reason == null) {
      check(claim, expected, measured);
      return;
    }
    boolean differs = !Objects.equals(expected, measured);
    String outcome =
        differs
            ? say(measured) + ", on Windows " + say(expected)
            : say(measured) + "; it is listed as a known difference, which occurs no more";
    claims.add(
        new Check(
            claim,
            outcome,
            differs ? Check.Verdict.DIFFERS : Check.Verdict.FAILED,
            differs ? reason : null));
  }

  /** Makes a call that is to fail, and claims so. */
  void checkFails(String claim, int errorCode, Runnable call) {
    check(claim, Win32Error.describe(errorCode), outcome(call));
  }

  /** Makes a call and says how it ended: {@code success}, or the error with its name. */
  static String outcome(Runnable call) {
    try {
      call.run();
      return "success";
    } catch (Win32Exception e) {
      return Win32Error.describe(e.errorCode());
    }
  }

  /** A failure that no claim foresaw. */
  void fail(String what, Throwable cause) {
    if (pending == null) {
      show();
    }
    claims.add(new Check(what, String.valueOf(cause), Check.Verdict.FAILED, null));
  }

  private static String say(Object value) {
    return value instanceof Boolean truth ? (truth ? "yes" : "no") : String.valueOf(value);
  }

  // What the last look saw.

  /** A row as the last look saw it, or null. */
  HandleRow row(Actor actor, Handle handle) {
    Look.SeenRow seen = after.row(actor, handle);
    return seen == null ? null : seen.row();
  }

  /** Whether two rows pointed to one object at the last look; false where one was not there. */
  boolean sameObject(Actor one, Handle first, Actor other, Handle second) {
    Look.SeenRow a = after.row(one, first);
    Look.SeenRow b = after.row(other, second);
    return a != null && b != null && a.label().equals(b.label());
  }

  /** The usage count of a row's object at the last look; 0 without the row. */
  int usageCount(Actor actor, Handle handle) {
    HandleRow row = row(actor, handle);
    return row == null ? 0 : row.usageCount();
  }

  /** The values of a process's shown rows at the last look. */
  List<Handle> values(Actor actor) {
    Look.Seen seen = after.of(actor);
    return seen == null ? List.of() : seen.rows().stream().map(row -> row.row().handle()).toList();
  }

  // Children.

  /** A child in one call: what it was made by, and its place among the actors. */
  record Launched(Actor actor, ProcessInformation information) {}

  /** Has {@code parent} start a suspended child, whose table the frame shows. */
  Launched launch(
      Actor parent, String name, boolean inheritHandles, StartupInfo startup, String... words) {
    StageChild child = stage.prepareChild(name, List.of(words));
    String shown = (stage.isExact() ? name : "java ...") + (words.length == 0 ? "" : " ");
    prepared.put(child.commandLine(), new Prepared(name, shown + String.join(" ", words), child));
    ProcessInformation information =
        parent
            .calls()
            .createProcess(
                null,
                child.commandLine(),
                null,
                null,
                inheritHandles,
                Win32.CREATE_SUSPENDED,
                null,
                null,
                startup);
    return new Launched(unstarted.get(unstarted.size() - 1).child(), information);
  }

  String shortCommandLine(String commandLine) {
    Prepared known = prepared.get(commandLine);
    return known == null ? commandLine : known.shown();
  }

  void created(
      Actor creator,
      String commandLine,
      boolean inheritHandles,
      int creationFlags,
      ProcessInformation information) {
    Prepared start = prepared.get(commandLine);
    boolean suspended = (creationFlags & Win32.CREATE_SUSPENDED) != 0;
    Actor child =
        Actor.child(
            this,
            start.name(),
            information.processId(),
            start.child(),
            suspended ? Actor.State.SUSPENDED : Actor.State.RUNNING);
    creator.knowsProcess(information.process(), child);
    creator.knows(information.thread());
    observer.tell(creator, information.process(), "process " + start.name(), null);
    observer.tell(creator, information.thread(), "main thread of " + start.name(), null);
    if (inheritHandles) {
      child.inheritsFrom(creator);
    }
    actors.add(child);
    unstarted.add(new Unstarted(creator, information.thread(), child));
  }

  void resumed(Actor creator, Handle thread) {
    for (Unstarted each : unstarted) {
      if (each.creator() == creator && each.thread().equals(thread)) {
        each.child().state(Actor.State.RUNNING);
        // The frame shows a child that can be asked.
        var unused = each.child().silent();
      }
    }
  }

  /** Has a child return from its main method, and shows what is left. */
  void exit(Launched launched, Actor creator, int exitCode) {
    Actor child = launched.actor();
    finishFrame();
    child.child().exit(exitCode);
    awaitEnd(creator, launched.information().process());
    show(new CallView(child.name(), "ExitProcess(" + exitCode + ")", "the process ends", false));
  }

  /** Ends a child and closes the creator's handles to it, in one frame. */
  void discard(Actor creator, Launched launched) {
    Kernel32 kernel32 = creator.silent();
    Handle process = launched.information().process();
    Handle thread = launched.information().thread();
    finishFrame();
    kernel32.terminateProcess(process, 0);
    awaitEnd(creator, process);
    for (Handle handle : List.of(process, thread)) {
      kernel32.closeHandle(handle);
      creator.forgets(handle);
    }
    String calls =
        CallText.call("TerminateProcess", process, 0)
            + "; "
            + CallText.call("CloseHandle", process)
            + "; "
            + CallText.call("CloseHandle", thread);
    show(new CallView(creator.name(), calls, "TRUE, three times", false));
  }

  /** Waits until a process has ended. */
  void awaitEnd(Actor creator, Handle process) {
    Kernel32 kernel32 = creator.silent();
    if (kernel32.waitForSingleObject(process, PATIENCE_MILLIS) != Win32.WAIT_OBJECT_0) {
      throw new IllegalStateException("a process of the tour does not end");
    }
    creator.process(process).state(Actor.State.ENDED);
  }

  /** The process of this chapter that has an id. */
  Actor actor(int processId) {
    return actors.stream()
        .filter(actor -> actor.processId() == processId)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process of the tour: " + processId));
  }

  /** What a pseudo handle of a caller means, or null where the handle is none. */
  String pseudoObject(Actor caller, Handle handle) {
    if (handle.equals(Handle.CURRENT_PROCESS)) {
      return "process " + caller.name();
    }
    return handle.equals(Handle.CURRENT_THREAD) ? "a thread of " + caller.name() : null;
  }
}
