package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.CreationObserver;
import handlelab.story.stage.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One run of a chapter on one kernel. It makes frames: each call with the handle tables before and
 * after it, and what was claimed of it.
 *
 * <p>A frame is handed on when the next one begins, so claims belong to the call before them. Used
 * by the chapter's thread.
 */
public final class Scene extends Performance {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Map<String, String> knownDifferences;
  private final Consumer<Frame> frames;
  private final Observer observer;
  private final CallFormat format = new CallFormat(this);

  private Snapshot before = Snapshot.NOTHING;
  private Snapshot after = Snapshot.NOTHING;
  private Frame pending;

  /** What is claimed of the pending frame, or of the first one to come. */
  private List<Frame.Check> checks = new ArrayList<>();

  private String text = "";
  private String argument = "";
  private List<String> code = List.of();

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
    super(stage, slotPrefix);
    this.knownDifferences = knownDifferences;
    this.frames = frames;
    this.observer = new Observer(stage);
  }

  /**
   * Tells if tables hold nothing but what the chapter put there, objects have addresses, and each
   * run shows the same numbers.
   */
  public boolean isExact() {
    return stage().isExact();
  }

  /** Starts a process that inherits nothing; the next frame shows it. */
  public Actor start(String name) {
    return enter(name, stage().startProcess(name));
  }

  // Frames.

  /** What the next frame says. */
  public void say(String words) {
    finishFrame();
    text = words;
  }

  /**
   * What the next frame says.
   *
   * @param parameter the argument of the call that the words are about
   */
  public void say(String words, String parameter) {
    say(words);
    argument = parameter;
  }

  /** Lines of code that the next frame shows below its text. */
  public void code(String... lines) {
    code = List.of(lines);
  }

  /** A frame without a call. */
  public void show() {
    frame(null, null);
  }

  /** A frame with a picture of one row. */
  public void picture(Actor actor, Handle handle) {
    Snapshot snapshot = observer.snapshot(actors());
    String label = snapshot.label(actor, handle);
    HandleRow row = snapshot.row(actor, handle);
    frame(null, Picture.of(row, label, observer.resource(label)));
  }

  /** A frame with a call that another thread makes. */
  public void showCall(Actor caller, Consumer<Kernel32> call, String result) {
    CallText[] made = new CallText[1];
    call.accept(
        Kernel32Call.intercept(
            each -> {
              made[0] = format.call(caller, each);
              return Play.emptyAnswer(each);
            }));
    frame(view(caller, made[0], result, false), null);
  }

  private void frame(Frame.Call call, List<String> picture) {
    finishFrame();
    before = after;
    after = observer.snapshot(actors());
    pending =
        new Frame(
            text,
            code,
            call,
            after.since(before),
            observer.objects(before, after),
            picture,
            checks);
    text = "";
    argument = "";
    code = List.of();
  }

  private Frame.Call view(Actor caller, CallText call, String result, boolean failed) {
    return new Frame.Call(
        caller.name(), call.toString(), call.arguments(), argument, result, failed);
  }

  @Override
  Play play() {
    throw new IllegalStateException("steps are for scenarios; a chapter claims by check");
  }

  @Override
  CallFormat format() {
    return format;
  }

  @Override
  Object record(Actor caller, Kernel32Call call) {
    finishFrame();
    CallText made = format.call(caller, call);
    try {
      Object result = make(caller, call, caller.unrecorded());
      follow(caller, call);
      String outcome =
          result instanceof Handle handle ? value(handle) : format.result(caller, call, result);
      frame(view(caller, made, outcome, false), null);
      return result;
    } catch (Win32Exception e) {
      frame(view(caller, made, "fails: " + Win32Error.describe(e.errorCode()), true), null);
      throw e;
    }
  }

  /** A handle value that a function returned: in hexadecimal and in decimal. */
  private static String value(Handle handle) {
    if (handle.equals(Handle.NULL)) {
      return "NULL";
    }
    return handle.value() < 0
        ? Long.toString(handle.value())
        : handle + " (" + handle.value() + ")";
  }

  /** What a call has changed in the state of processes. */
  private void follow(Actor caller, Kernel32Call call) {
    switch (call.method()) {
      case "resumeThread" -> resumed(caller, (Handle) call.argument("thread"));
      case "terminateProcess" -> awaitEnd(caller, (Handle) call.argument("process"));
      default -> {
        // No other function starts or ends a process.
      }
    }
  }

  private void resumed(Actor caller, Handle thread) {
    for (Actor actor : actors()) {
      if (actor instanceof Child child
          && child.thread().equals(thread)
          && caller.process(child.process()) == child) {
        child.state(Actor.State.RUNNING);
        // The frame shows a child that can be asked.
        var unused = child.unrecorded();
      }
    }
  }

  @Override
  void opened(Actor owner, Handle handle, String part, Kernel32Call call, Actor process) {
    if (part.equals("thread")) {
      describe(owner, handle, "main thread of " + process.name(), null);
    } else if (process != null) {
      describe(owner, handle, "process " + process.name(), null);
    } else if (call.hasArgument("name")) {
      describeNamed(owner, handle, call.method(), (String) call.argument("name"));
    } else if (call.hasArgument("source")
        && call.argument("source").equals(Handle.CURRENT_THREAD)) {
      Actor source = table(owner, call, "sourceProcess");
      describe(owner, handle, "a thread of " + source.name(), null);
    } else if (!part.equals("handle")) {
      describe(owner, handle, part + " end", null);
    }
  }

  private void describeNamed(Actor owner, Handle handle, String method, String name) {
    switch (method) {
      case "createFile" -> describe(owner, handle, "client end", name);
      case "createMailslot", "createNamedPipe" ->
          describe(owner, handle, Observer.SERVER_END, name);
      default -> {
        String type = method.replaceFirst("create|open", "").toLowerCase(Locale.ROOT);
        describe(owner, handle, name == null ? type : type + " " + name, null);
      }
    }
  }

  /** Says what a new row's object is; the first to say so is right. */
  public void describe(Actor actor, Handle handle, String what, String resource) {
    observer.describe(actor, handle, what, resource);
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
      checks = new ArrayList<>();
      frames.accept(frame);
    }
  }

  // Claims.

  /** Claims that something is so. */
  public void claim(String statement, boolean holds) {
    add(statement, holds, holds ? "" : "it is not so");
  }

  /** Claims that two rows led to one object in the last snapshot. */
  public void claimOneObject(
      String statement, Actor one, Handle first, Actor other, Handle second) {
    String a = after.label(one, first);
    String b = after.label(other, second);
    add(statement, a != null && a.equals(b), shown(a) + " and " + shown(b));
  }

  /** Claims that a row does not lead to another one's object, if there is such a row at all. */
  public void claimTwoObjects(
      String statement, Actor one, Handle first, Actor other, Handle second) {
    String a = after.label(one, first);
    String b = after.label(other, second);
    add(statement, a != null && !a.equals(b), shown(a) + " and " + shown(b));
  }

  private String shown(String label) {
    return label != null ? label : isExact() ? "no row" : "no row of the tour";
  }

  /** Claims that what was measured is what was expected. */
  public void check(String claim, Object expected, Object measured) {
    boolean holds = Objects.equals(expected, measured);
    add(claim, holds, inWords(measured) + (holds ? "" : ", expected " + inWords(expected)));
  }

  /**
   * As {@link #check}, for a statement of the notes, by its id, in which this kernel may be known
   * to differ. A known difference that does not occur is a failure, so that it cannot stay listed.
   */
  public void checkFact(String fact, String claim, Object expected, Object measured) {
    String reason = knownDifferences.get(fact);
    if (reason == null) {
      check(claim, expected, measured);
    } else if (Objects.equals(expected, measured)) {
      String stale = "; it is listed as a known difference, which occurs no more";
      add(claim, false, inWords(measured) + stale);
    } else {
      String outcome = inWords(measured) + ", on Windows " + inWords(expected);
      checks.add(new Frame.Check(claim, outcome, Frame.Verdict.DIFFERS, reason));
    }
  }

  private void add(String claim, boolean holds, String measured) {
    Frame.Verdict verdict = holds ? Frame.Verdict.HOLDS : Frame.Verdict.FAILED;
    checks.add(new Frame.Check(claim, measured, verdict, null));
  }

  private static String inWords(Object value) {
    return value instanceof Boolean truth ? (truth ? "yes" : "no") : String.valueOf(value);
  }

  /** Makes a call that is to fail, and claims so. */
  public void checkFails(String claim, int errorCode, Runnable call) {
    check(claim, Win32Error.describe(errorCode), outcome(call));
  }

  /** Makes a call and says how it ended: {@code success}, or the error with its name. */
  public static String outcome(Runnable call) {
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
    add(what, false, String.valueOf(cause));
  }

  // What the last snapshot has.

  /** A row as the last snapshot has it, or null. */
  public HandleRow row(Actor actor, Handle handle) {
    return after.row(actor, handle);
  }

  /** The usage count of a row's object in the last snapshot; 0 without the row. */
  public int usageCount(Actor actor, Handle handle) {
    HandleRow row = row(actor, handle);
    return row == null ? 0 : row.usageCount();
  }

  /** The values of a process's shown rows in the last snapshot. */
  public List<Handle> values(Actor actor) {
    return after.rows(actor).stream().map(HandleRow::handle).toList();
  }

  /** How many rows a process has, with those that the chapter did not make. */
  public int tableSize(Actor actor) {
    return stage().handleTables().handles(actor.processId()).size();
  }

  /** Shows the rows of a value that two tables have in common and that leads to two objects. */
  public Handle showCommonValue(Actor first, Actor second) {
    Set<Long> ofFirst = new HashSet<>(first.open().keySet());
    Set<Long> ofSecond = new HashSet<>(second.open().keySet());
    for (long value : observer.commonValues(first, second)) {
      Handle handle = new Handle(value);
      first.learn(handle, "", null);
      second.learn(handle, "", null);
      show();
      if (!Objects.equals(after.label(first, handle), after.label(second, handle))) {
        return handle;
      }
      first.keepOnly(ofFirst);
      second.keepOnly(ofSecond);
    }
    throw new IllegalStateException("the two tables have no value in common");
  }

  // The life of processes.

  /** Has a child return from its main method, and shows what is left. */
  public void exit(Child child, Actor creator, int exitCode) {
    finishFrame();
    child.exit(exitCode);
    awaitEnd(creator, child.process());
    CallText.Argument code = new CallText.Argument("exitCode", Integer.toString(exitCode));
    frame(view(child, new CallText("ExitProcess", List.of(code)), "the process ends", false), null);
  }

  /** Ends a child and closes the creator's handles to it, in one frame. */
  public void discard(Actor creator, Child child) {
    finishFrame();
    List<String> calls = new ArrayList<>();
    Kernel32 together =
        Kernel32Call.intercept(
            call -> {
              calls.add(format.call(creator, call).toString());
              Object result = make(creator, call, creator.unrecorded());
              follow(creator, call);
              return result;
            });
    together.terminateProcess(child.process(), 0);
    together.closeHandle(child.process());
    together.closeHandle(child.thread());
    String text = String.join("; ", calls);
    frame(new Frame.Call(creator.name(), text, List.of(), "", "TRUE, three times", false), null);
  }

  /** Waits until a process has ended. */
  private void awaitEnd(Actor creator, Handle process) {
    Kernel32 kernel32 = creator.unrecorded();
    if (kernel32.waitForSingleObject(process, PATIENCE_MILLIS) != Win32.WAIT_OBJECT_0) {
      throw new IllegalStateException("a process of the tour does not end");
    }
    creator.process(process).state(Actor.State.ENDED);
  }

  // The inside of CreateMailslot.

  /**
   * Calls {@code creation} at each step of each {@code CreateMailslotW} from now on; null for none.
   *
   * @return false if this kernel cannot be stopped between the steps
   */
  public boolean observeCreation(CreationObserver creation) {
    return stage().observeCreation(creation);
  }

  /**
   * No row leads to a mailslot yet. The next frames show so.
   *
   * @param objectAddress of its kernel object, or 0 if it has none
   */
  public void standsWithoutRow(String slot, long objectAddress) {
    observer.unreferenced(
        objectAddress == 0
            ? new Snapshot.Unreferenced("", "", "no object yet", slot)
            : new Snapshot.Unreferenced(
                Labels.address(objectAddress), "File", Observer.SERVER_END, slot));
  }

  /** Each object is reached by a row again. */
  public void nothingStandsAlone() {
    observer.unreferenced(null);
  }
}
