package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.jna.programs.ChildProgram;
import handlelab.jna.programs.SocketProgram;
import handlelab.recorder.Recording;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** JVMs whose calls of the system are watched, and not answered. */
@Timeout(120)
class WatchedCallsTest {
  @TempDir Path folder;

  @Test
  void childOfTheJdk_isRecordedOnce() throws IOException {
    Recording recording = RecordedJvm.recording(folder, RecordedJvm.home(), "", ChildProgram.class);
    assertEquals(1, recording.children().size(), recording::toString);
    Recording.Child child = recording.children().get(0);
    assertTrue(child.commandLine().endsWith("java -version"), child::commandLine);
    assertEquals(Recording.Inherits.ALL, child.inherits());
    String top = recording.sites().get(0).stack().top();
    assertTrue(top.startsWith("handlelab.jna.programs.ChildProgram.main("), top);
  }

  /** The C library stands in for Winsock. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void handlesThatAVoidCallOpens_areRecorded() throws IOException {
    Recording recording =
        RecordedJvm.recording(folder, RecordedJvm.home(), "", SocketProgram.class);
    assertEquals(2, recording.open().size(), recording::toString);
    String top = recording.sites().get(0).stack().top();
    assertTrue(top.startsWith("handlelab.jna.programs.SocketProgram.main("), top);
  }
}
