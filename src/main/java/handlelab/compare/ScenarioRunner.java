package handlelab.compare;

import handlelab.api.Kernel32;
import handlelab.stage.Stage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
  private static final long LIMIT_SECONDS = 60;

  private final Supplier<Stage> stages;
  private final boolean keepsStage;
  private Stage stage;
  private Kernel32 lead;
  private int plays;

  /**
   * @param stages makes a stage when one is needed
   * @param keepsStage whether plays share stage and leading process, because they are dear
   */
  public ScenarioRunner(Supplier<Stage> stages, boolean keepsStage) {
    this.stages = stages;
    this.keepsStage = keepsStage;
  }

  /** Plays one scenario to its end, or to where it fails or hangs. */
  public Played play(Scenario scenario) {
    if (stage == null) {
      stage = stages.get();
      lead = stage.startProcess();
    }
    plays++;
    String prefix = "handlelab-" + ProcessHandle.current().pid() + "-" + plays + "\\";
    Play play = new Play(stage, lead, prefix);
    String end = playWithLimit(scenario, play);
    Transcript transcript = play.transcript(scenario.name(), end);
    Played played = new Played(scenario, transcript, play.judgements());
    if (end != null || !keepsStage || !isTidy(play)) {
      closeStage();
    }
    return played;
  }

  private String playWithLimit(Scenario scenario, Play play) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                scenario.play(play);
                done.complete(null);
              } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            },
            scenario.name());
    thread.setDaemon(true);
    thread.start();
    try {
      done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (TimeoutException e) {
      return "no answer within " + LIMIT_SECONDS + " s";
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
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void closeStage() {
    Stage old = stage;
    stage = null;
    lead = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    closeStage();
  }
}
