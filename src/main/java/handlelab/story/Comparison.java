package handlelab.story;

import com.google.gson.annotations.SerializedName;
import handlelab.story.Ledger.Difference;
import handlelab.story.Transcript.Entry;
import handlelab.story.Transcript.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Holds plays on the simulated kernel against transcripts of another system, step by step. */
public final class Comparison {
  /** What a finding is. */
  public enum Kind {
    /** The two differ, and the ledger says why. */
    KNOWN,
    /** The two differ, and no reason is known. */
    UNEXPLAINED,
    /** The ledger lists a difference that is not there. */
    STALE,
    /** The simulated kernel does not do what Windows is expected to do. */
    UNEXPECTED,
    /** There is nothing to compare with, and there should be. */
    MISSING,
    /** There is nothing to compare with: the scenario is one of the user's own. */
    UNRECORDED,
    /** A Windows that is on record does otherwise than was assumed, and no reason is known. */
    CONTRADICTED,
    /**
     * A Windows that is not on record does otherwise than was assumed: an answer. It has to be
     * followed or explained when the recording is added.
     */
    ANSWERED,
    /** Differs because an answer before it did, and nothing that has evidence speaks against it. */
    FOLLOWS;

    /** Whether it fails the comparison. */
    public boolean isFault() {
      return switch (this) {
        case UNEXPLAINED, STALE, UNEXPECTED, MISSING, CONTRADICTED -> true;
        case KNOWN, UNRECORDED, ANSWERED, FOLLOWS -> false;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One difference, or another thing to report; in this form it stands in the JSON document.
   *
   * @param fault whether it fails the comparison
   * @param step the step's number, from 1; 0 for the scenario as a whole
   * @param claim what the step is about, or null
   */
  public record Finding(
      Kind kind,
      boolean fault,
      String scenario,
      int step,
      String call,
      String simulated,
      String other,
      @SerializedName("windows") Claim claim,
      String reason) {}

  private final SystemLabel system;
  private final Ledger ledger;
  private final boolean isFirst;
  private final List<Finding> findings = new ArrayList<>();
  private int steps;
  private int scenarios;

  /** Whether a step of the scenario that is being compared has been answered otherwise. */
  private boolean hasAnswer;

  /**
   * @param system what the simulated kernel is compared with
   * @param isFirst whether nothing of that system is on record: if it is a Windows, it answers what
   *     is only assumed, and is not held to the assumption
   */
  public Comparison(SystemLabel system, Ledger ledger, boolean isFirst) {
    this.system = system;
    this.ledger = ledger;
    this.isFirst = isFirst && system.isWindows();
  }

  /** Compares plays on the simulated kernel with a recording of another one. */
  public static Comparison of(List<Played> simulated, Recording recording) {
    SystemLabel system = recording.system();
    Comparison comparison = new Comparison(system, Ledger.shipped(), !Recording.isShipped(system));
    for (Played played : simulated) {
      comparison.add(played, recording.transcript(played.scenario().name()).orElse(null));
    }
    return comparison;
  }

  public SystemLabel system() {
    return system;
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Steps compared so far. */
  public int steps() {
    return steps;
  }

  /** Scenarios compared so far. */
  public int scenarios() {
    return scenarios;
  }

  long count(Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }

  public long faults() {
    return findings.stream().filter(Finding::fault).count();
  }

  private void add(
      Kind kind,
      String scenario,
      int step,
      String call,
      String simulated,
      String other,
      Claim claim,
      String reason) {
    findings.add(
        new Finding(kind, kind.isFault(), scenario, step, call, simulated, other, claim, reason));
  }

  /** Adds what is not about one call. */
  private void add(Kind kind, String scenario, int step, String simulated, String other) {
    add(kind, scenario, step, null, simulated, other, null, null);
  }

  /** Compares one scenario; {@code other} is null if it was not recorded. */
  public void add(Played simulated, Transcript other) {
    scenarios++;
    checkExpectations(simulated);
    String scenario = simulated.scenario().name();
    if (other == null) {
      Kind kind = Scenarios.isShipped(simulated.scenario()) ? Kind.MISSING : Kind.UNRECORDED;
      add(kind, scenario, 0, "", "no transcript of " + system);
      return;
    }
    List<Difference> unseen = new ArrayList<>(ledger.of(scenario, system));
    List<Entry> ours = simulated.transcript().entries();
    List<Entry> theirs = other.entries();
    hasAnswer = false;
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      steps++;
      Entry mine = i < ours.size() ? ours.get(i) : null;
      Entry its = i < theirs.size() ? theirs.get(i) : null;
      if (!Objects.equals(mine, its)) {
        compare(simulated, i, mine, its).ifPresent(unseen::remove);
      }
    }
    compareEnds(simulated.transcript(), other);
    for (Difference stale : unseen) {
      String reason = stale.reason();
      add(Kind.STALE, scenario, stale.step(), null, stale.simulated(), stale.other(), null, reason);
    }
  }

  private void checkExpectations(Played simulated) {
    for (int i = 0; i < simulated.judgements().size(); i++) {
      Judgement judgement = simulated.judgements().get(i);
      if (!judgement.isAsExpected()) {
        Entry entry = simulated.transcript().entries().get(i);
        add(
            Kind.UNEXPECTED,
            simulated.scenario().name(),
            i + 1,
            entry.call(),
            entry.summary(),
            judgement.expected(),
            judgement.claim(),
            null);
      }
    }
    Transcript transcript = simulated.transcript();
    if (transcript.end() != null) {
      int last = transcript.entries().size();
      add(Kind.UNEXPECTED, transcript.scenario(), last, transcript.end(), "the scenario's end");
    }
  }

  /** Returns the ledger's entry if two steps that differ do so as it says. */
  private Optional<Difference> compare(Played simulated, int index, Entry mine, Entry its) {
    String scenario = simulated.scenario().name();
    String call = mine == null ? its.call() : mine.call();
    String ours = mine == null ? "no such step" : mine.summary();
    String theirs = its == null ? "no such step" : its.summary();
    if (mine != null && its != null && !mine.call().equals(its.call())) {
      theirs = its.call() + ": " + theirs;
    }
    Optional<Difference> known = ledger.find(scenario, index + 1, system, ours, theirs);
    Judgement judgement =
        index < simulated.judgements().size() ? simulated.judgements().get(index) : null;
    Claim claim = judgement == null ? null : judgement.claim();
    add(
        known.isPresent() ? Kind.KNOWN : unknownKind(judgement, mine, its),
        scenario,
        index + 1,
        call,
        ours,
        theirs,
        claim,
        known.map(Difference::reason).orElse(null));
    return known;
  }

  private Kind unknownKind(Judgement judgement, Entry mine, Entry its) {
    boolean isSameCall = mine != null && its != null && mine.call().equals(its.call());
    if (isSameCall && system.isWindows() && judgement.claim().evidence() == Evidence.ASSUMED) {
      hasAnswer |= isFirst;
      return isFirst ? Kind.ANSWERED : Kind.CONTRADICTED;
    }
    boolean isAgainstEvidence = isSameCall && !judgement.expectation().isMetBy(its.outcome());
    return hasAnswer && !isAgainstEvidence ? Kind.FOLLOWS : Kind.UNEXPLAINED;
  }

  private void compareEnds(Transcript mine, Transcript its) {
    if (its.end() != null && mine.end() == null) {
      Kind kind = hasAnswer ? Kind.FOLLOWS : Kind.UNEXPLAINED;
      String end = "ended early: " + its.end();
      add(kind, mine.scenario(), its.entries().size(), "the scenario's end", end);
    }
  }
}
