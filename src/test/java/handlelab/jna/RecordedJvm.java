package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.recorder.Recording;
import handlelab.recorder.RecordingFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Asks a JVM with the agent what it has recorded, as the launcher does. */
final class RecordedJvm {
  private RecordedJvm() {}

  /** What is known now; nothing can be asked afterwards. */
  static Recording recording(Path folder, long processId) throws IOException {
    RecordingFolder answers = new RecordingFolder(folder, processId);
    assertTrue(answers.ask("test"));
    Recording recording = null;
    while ((recording = answers.takeAnswer("test")) == null) {
      LockSupport.parkNanos(1_000_000);
    }
    Files.createFile(answers.doneFile());
    return recording;
  }
}
