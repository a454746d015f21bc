package handlelab.story;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.PipeHandles;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.Transcript.Entry;
import handlelab.story.Transcript.Judgement;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import handlelab.story.stage.StageProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One run of a scenario on one kernel. It writes a transcript. */
public final class Play extends Performance {
  private final StageProcess lead;
  private final TableChanges changes = new TableChanges(this);
  private final CallFormat format = new StableFormat(this);
  private final List<Entry> entries = new ArrayList<>();
  private final List<Judgement> judgements = new ArrayList<>();
  private String fact;
  private String underWay;

  /**
   * @param lead the process that the first {@link #process} gives; the caller ends it
   * @param directory a pseudo-directory that keeps this run's mailslots from those of others
   */
  Play(Stage stage, StageProcess lead, String directory) {
    super(stage, "\\\\.\\mailslot\\" + directory);
    this.lead = lead;
  }

  /** A process that inherits nothing, named by the part that it plays. */
  public Actor process(String role) {
    requireNew(role);
    return enter(role, actors().isEmpty() ? lead : stage().startProcess(role + ".exe"));
  }

  /** The following steps show this fact of the notes, such as {@code inheritance-flag-copied}. */
  public void fact(String id) {
    fact = id;
  }

  /**
   * The claim that a step makes which names no fact.
   *
   * @throws IllegalStateException if the scenario has named none either
   */
  Claim claim(String statement) {
    if (fact == null) {
      throw new IllegalStateException("no fact for the step: " + statement);
    }
    return Claim.of(fact, statement);
  }

  @Override
  StageChild prepare(String role, List<String> arguments) {
    requireNew(role);
    return super.prepare(role, arguments);
  }

  private void requireNew(String role) {
    if (actors().stream().anyMatch(actor -> actor.name().equals(role))) {
      throw new IllegalArgumentException("two processes play the part " + role);
    }
  }

  @Override
  Play play() {
    return this;
  }

  @Override
  CallFormat format() {
    return format;
  }

  @Override
  Object record(Actor caller, Kernel32Call call) {
    throw new IllegalStateException("each call of a scenario needs a claim: step(claim)");
  }

  /** Makes one call and records it; one that fails has an empty answer. */
  Object record(Step step, Kernel32Call call) {
    Actor caller = step.performer().actor();
    String line = step.performer().name() + " " + format.call(caller, call);
    begin(line);
    Object result;
    String outcome;
    try {
      result = make(caller, call, step.performer().unrecorded());
      outcome = format.result(caller, call, result);
    } catch (Win32Exception e) {
      result = emptyAnswer(call);
      outcome = Win32Error.describe(e.errorCode());
    }
    add(line, outcome, step, step.expectation(value -> format.result(caller, call, value)));
    return result;
  }

  static Object emptyAnswer(Kernel32Call call) {
    Class<?> type = call.resultType();
    if (type == Handle.class) {
      return Handle.NULL;
    }
    if (type == Created.class) {
      return new Created(Handle.NULL, false);
    }
    if (type == PipeHandles.class) {
      return new PipeHandles(Handle.NULL, Handle.NULL);
    }
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? 0 : null;
  }

  /**
   * Records what is seen of a process without a call.
   *
   * @param what what is observed, in words that follow the process's name
   */
  void observe(Step step, String what, Supplier<String> outcome) {
    String line = step.performer().name() + " " + what;
    begin(line);
    add(line, outcome.get(), step, step.expectation(String::valueOf));
  }

  /** From here on that call is under way. */
  private synchronized void begin(String call) {
    underWay = call;
  }

  private synchronized void add(String call, String outcome, Step step, Expectation expectation) {
    underWay = null;
    entries.add(new Entry(call, outcome, changes.next()));
    judgements.add(new Judgement(step.claim(), expectation, expectation.isMetBy(outcome)));
  }

  /** The call that has begun and has not returned; null if there is none. */
  synchronized String underWay() {
    return underWay;
  }

  /**
   * What the play has shown so far.
   *
   * @param end null if it came to its end, else what stopped it
   */
  synchronized Played played(Scenario scenario, String end) {
    Transcript transcript = new Transcript(scenario.name(), List.copyOf(entries), end);
    return new Played(scenario, transcript, List.copyOf(judgements));
  }

  /** Ends threads, and closes what is left open in the process that goes on after the play. */
  void tidy() {
    if (actors().isEmpty()) {
      return;
    }
    actors().forEach(Actor::endThreads);
    Kernel32 kernel32 = lead.kernel32();
    for (long value : List.copyOf(actors().get(0).open().keySet())) {
      Handle handle = new Handle(value);
      try {
        kernel32.setHandleInformation(handle, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
        kernel32.closeHandle(handle);
      } catch (Win32Exception e) {
        // The play has closed it.
      }
    }
  }
}
