package handlelab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecorderThreadTest {
  @TempDir Path folder;

  private final Recorder recorder = new Recorder(List.of(), () -> 77);
  private final Calls calls = new Calls(recorder);
  private final long own = ProcessHandle.current().pid();

  private RecordingFolder start(long launcherId, int threshold) throws IOException {
    RecordingFolder files = new RecordingFolder(folder, own);
    new RecorderThread(recorder, files, launcherId, threshold).start();
    return files;
  }

  @Test
  void question_isAnsweredWithWhatIsKnown() throws IOException {
    calls.createEvent(4);
    calls.createEvent(8);
    calls.closeInVain(0x100);
    RecordingFolder files = start(own, 0);
    assertEquals(List.of(own), RecordingFolder.watched(folder));
    assertTrue(files.ask("a"));
    Recording answer = null;
    while ((answer = files.takeAnswer("a")) == null) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(own, answer.processId());
    assertEquals(recorder.recording().sites(), answer.sites());
    assertEquals(recorder.recording().open(), answer.open());
    assertEquals(recorder.recording().badCloses(), answer.badCloses());
    Files.createFile(files.doneFile());
  }

  @Test
  void secondQuestion_waitsForTheFirst() throws IOException {
    RecordingFolder files = new RecordingFolder(folder, own);
    assertTrue(files.ask("a"));
    assertFalse(files.ask("b"));
    files.answer(recorder);
    assertTrue(files.ask("b"));
  }

  @Test
  void threshold_isReportedOnce() throws IOException {
    RecordingFolder files = start(own, 2);
    calls.createEvent(4);
    calls.createEvent(8);
    while (!Files.exists(files.thresholdFile())) {
      LockSupport.parkNanos(1_000_000);
    }
    Files.createFile(files.doneFile());
  }

  @Test
  void programWithoutLauncher_ends() {
    RecordingFolder files = new RecordingFolder(folder, own);
    long noProcess = Long.MAX_VALUE >>> 33;
    new RecorderThread(recorder, files, noProcess, 0).awaitLastLook();
    assertTrue(Files.exists(files.endingFile()));
  }

  @Test
  void read_refusesOtherObjects() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Path.of("x").toUri());
    }
    assertThrows(
        IOException.class, () -> Recording.read(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
