package handlelab.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The thread in the watched JVM that answers those who look at it, and what holds the JVM at its
 * end until the launcher has looked.
 */
public final class RecorderThread {
  private static final long PAUSE_MILLIS = 20;

  /** A look takes a second at most; a launcher that hangs must not hold the program for ever. */
  private static final long LOOK_SECONDS = 30;

  private static final int COLLECTIONS = 2;
  private static final long CLEANERS_MILLIS = 100;

  private final Recorder recorder;
  private final RecordingFolder folder;
  private final long launcherId;
  private final int threshold;
  private boolean isThresholdPassed;

  /**
   * A thread that does not run yet.
   *
   * @param recorder what is recorded
   * @param folder where to answer
   * @param launcherId the process that looks; when it ends, nothing waits for it
   * @param threshold how many open handles are worth a look by themselves; 0 for none
   */
  public RecorderThread(Recorder recorder, RecordingFolder folder, long launcherId, int threshold) {
    this.recorder = recorder;
    this.folder = folder;
    this.launcherId = launcherId;
    this.threshold = threshold;
  }

  /**
   * Says that the process is watched, and begins to answer.
   *
   * @throws IOException if the folder cannot be written to
   */
  public void start() throws IOException {
    Files.createFile(folder.watchedFile());
    Thread thread = new Thread(this::run, "handlelab-recorder");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (Files.exists(folder.watchedFile())
          && !Files.exists(folder.doneFile())
          && isLauncherThere()) {
        serve();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      folder.answer(recorder);
      if (threshold > 0 && !isThresholdPassed && recorder.openCount() >= threshold) {
        isThresholdPassed = true;
        Files.createFile(folder.thresholdFile());
      }
    } catch (IOException e) {
      // On Windows, a file that another program looks at just now. The next round tries again.
      return;
    }
  }

  /** Says that the program has come to a mark, and returns when the launcher has looked. */
  public synchronized void awaitLookAtMark() {
    try {
      Files.createFile(folder.markFile());
      await(() -> Files.exists(folder.markFile()));
    } catch (IOException e) {
      // The folder is gone, and the launcher with it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(BooleanSupplier goesOn) throws InterruptedException {
    long begin = System.nanoTime();
    while (goesOn.getAsBoolean()
        && isLauncherThere()
        && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(LOOK_SECONDS)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Says that the program has ended, and returns when the launcher has looked. */
  public void awaitLastLook() {
    try {
      collectGarbage();
      Files.createFile(folder.endingFile());
      await(() -> !Files.exists(folder.doneFile()));
    } catch (IOException e) {
      // The folder is gone, and the launcher with it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a cleaner closes is no leak, if only there was a collection. */
  private void collectGarbage() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS && recorder.openCount() > 0; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(CLEANERS_MILLIS);
    }
  }

  private boolean isLauncherThere() {
    return ProcessHandle.of(launcherId).map(ProcessHandle::isAlive).orElse(false);
  }
}
