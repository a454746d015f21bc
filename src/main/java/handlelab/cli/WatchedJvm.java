package handlelab.cli;

import handlelab.leaks.LeakInspector;
import handlelab.recorder.Recording;
import handlelab.recorder.RecordingFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** A JVM with the agent in it, which answers what its recorder knows. One thread. */
final class WatchedJvm implements LeakInspector.Source {
  private static final long PAUSE_MILLIS = 5;
  private static final long ANSWER_SECONDS = 20;

  private final RecordingFolder folder;
  private final ProcessHandle process;
  private int questions;

  WatchedJvm(RecordingFolder folder) {
    this.folder = folder;
    this.process = ProcessHandle.of(folder.processId()).orElse(null);
  }

  long processId() {
    return folder.processId();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Whether the program has ended and waits for the last look. */
  boolean isEnding() {
    return Files.exists(folder.endingFile());
  }

  /** Whether more handles are open than were to be; true once. */
  boolean takeThreshold() throws IOException {
    return Files.deleteIfExists(folder.thresholdFile());
  }

  /** Whether the program has come to a mark, and waits until {@link #passMark}. */
  boolean isAtMark() {
    return Files.exists(folder.markFile());
  }

  void passMark() throws IOException {
    Files.deleteIfExists(folder.markFile());
  }

  /** Lets the program end: there will be no further look. */
  void done() throws IOException {
    if (!Files.exists(folder.doneFile())) {
      Files.createFile(folder.doneFile());
    }
  }

  @Override
  public Recording recording() throws IOException {
    String question = ProcessHandle.current().pid() + "-" + ++questions;
    IOException problem = null;
    long begin = System.nanoTime();
    boolean isAsked = false;
    while (isAlive() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(ANSWER_SECONDS)) {
      try {
        isAsked = isAsked || folder.ask(question);
        Recording answer = isAsked ? folder.takeAnswer(question) : null;
        if (answer != null) {
          return answer;
        }
      } catch (IOException e) {
        // On Windows, a file that the other process has open just now.
        problem = e;
      }
      pause(PAUSE_MILLIS);
    }
    throw new IOException("process " + processId() + " does not answer", problem);
  }

  /** Sleeps; an interrupt ends the sleep and stays set. */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
