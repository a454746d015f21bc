package handlelab.story;

import handlelab.story.stage.Stage;
import handlelab.story.stage.StageProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Plays scenarios on one kernel, one after the other.
 *
 * <p>A play that hangs is given up after its time: its stage is closed, which ends its processes,
 * and the next play gets a new one. One thread calls; each play has a thread of its own.
 */
public final class ScenarioRunner implements AutoCloseable {
  /** Far more than any play takes, also on a loaded machine. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private final Supplier<Stage> stages;
  private final boolean keepsStage;
  private final Duration limit;
  private Stage stage;
  private StageProcess lead;
  private int plays;

  /**
   * @param stages makes a stage when one is needed
   * @param keepsStage whether plays share stage and leading process, because they are dear
   * @param limit how long a play may take
   */
  public ScenarioRunner(Supplier<Stage> stages, boolean keepsStage, Duration limit) {
    this.stages = stages;
    this.keepsStage = keepsStage;
    this.limit = limit;
  }

  /** As above, with {@link #LIMIT}. */
  public ScenarioRunner(Supplier<Stage> stages, boolean keepsStage) {
    this(stages, keepsStage, LIMIT);
  }

  /** Plays one scenario to its end, or to where it fails or hangs: the transcript says which. */
  public Played play(Scenario scenario) {
    try {
      openStage();
    } catch (RuntimeException e) {
      var unused = closeStage();
      String end = "no process to play in: " + e;
      return new Played(scenario, new Transcript(scenario.name(), List.of(), end), List.of());
    }
    plays++;
    String prefix = "handlelab-" + ProcessHandle.current().pid() + "-" + plays + "\\";
    Play play = new Play(stage, lead, prefix);
    String end = playWithLimit(scenario, play);
    Played played = play.played(scenario, end);
    if (end == null && keepsStage && isTidy(play)) {
      return played;
    }
    String problem = closeStage();
    return end == null && problem != null ? play.played(scenario, problem) : played;
  }

  private void openStage() {
    if (stage == null) {
      stage = stages.get();
      lead = stage.startProcess("process.exe");
    }
  }

  /** What stopped the play, or null if it came to its end. */
  private String playWithLimit(Scenario scenario, Play play) {
    FutureTask<Void> done = new FutureTask<>(() -> scenario.play(play), null);
    Thread thread = new Thread(done, scenario.name());
    thread.setDaemon(true);
    thread.start();
    try {
      done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return null;
    } catch (TimeoutException e) {
      String call = play.underWay();
      return "no answer within "
          + limit.toSeconds()
          + " s"
          + (call == null ? ", outside of any step" : ": " + call);
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName() + ": " + e.getCause().getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Whether the leading process can go on; a play may have ended it. */
  private static boolean isTidy(Play play) {
    try {
      play.tidy();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** What went wrong, or null. */
  private String closeStage() {
    Stage old = stage;
    stage = null;
    lead = null;
    try {
      if (old != null) {
        old.close();
      }
      return null;
    } catch (RuntimeException e) {
      return "its processes could not be ended: " + e;
    }
  }

  /**
   * Ends the processes that are left.
   *
   * @throws IllegalStateException if one could not be ended
   */
  @Override
  public void close() {
    String problem = closeStage();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
  }
}
