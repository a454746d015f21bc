package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import handlelab.recorder.Recording;
import handlelab.recorder.RecordingFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A JVM with the agent, which is asked what it has recorded, as the launcher does. */
final class RecordedJvm {
  private RecordedJvm() {}

  /**
   * What a program has done when it says that it is ready. Before that it says what is true.
   *
   * @param folder for the agent and its answers
   * @param home that of the Java it runs on
   * @param moreOptions of the agent, with a comma before each
   */
  static Recording recording(
      Path folder, Path home, String moreOptions, Class<?> main, String... jvmOptions)
      throws IOException {
    Path answers = Files.createTempDirectory(folder, "watched");
    String options = "=watch,leaks=" + answers + ",launcher=" + ProcessHandle.current().pid();
    List<String> command = new ArrayList<>(List.of(jvmOptions));
    command.add(0, home.resolve("bin/java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-javaagent:" + AgentJar.create(folder) + options + moreOptions);
    command.add("-cp");
    command.add(AgentJar.locationOf(main) + File.pathSeparator + AgentJar.locationOf(Native.class));
    command.add(main.getName());
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader out = program.inputReader()) {
      String line = out.readLine();
      while ("true".equals(line)) {
        line = out.readLine();
      }
      assertEquals("ready", line);
      return ask(new RecordingFolder(answers, program.pid()));
    } finally {
      program.destroyForcibly();
    }
  }

  /** The Java of this JVM. */
  static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  private static Recording ask(RecordingFolder answers) throws IOException {
    assertTrue(answers.ask("test"));
    Recording recording = null;
    while ((recording = answers.takeAnswer("test")) == null) {
      LockSupport.parkNanos(1_000_000);
    }
    Files.createFile(answers.doneFile());
    return recording;
  }
}
