package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.jna.programs.ChildProgram;
import handlelab.recorder.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildWatcherTest {
  @TempDir Path folder;

  @Test
  void childOfTheJdk_isRecordedOnce() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options = "=watch,leaks=" + folder + ",launcher=" + ProcessHandle.current().pid();
    Process program =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + AgentJar.create(folder) + options,
                "-cp",
                AgentJar.locationOf(ChildProgram.class).toString(),
                ChildProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = program.inputReader()) {
      assertEquals("ready", out.readLine());
      Recording recording = RecordedJvm.recording(folder, program.pid());
      assertEquals(1, recording.children().size(), recording::toString);
      Recording.Child child = recording.children().get(0);
      assertTrue(child.commandLine().endsWith("java -version"), child::commandLine);
      assertEquals(Recording.Inherits.ALL, child.inherits());
      String top = recording.sites().get(0).stack().top();
      assertTrue(top.startsWith("handlelab.jna.programs.ChildProgram.main("), top);
    } finally {
      program.destroyForcibly();
    }
  }
}
