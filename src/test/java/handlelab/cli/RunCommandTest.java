package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import handlelab.jna.AgentJar;
import handlelab.mail.ProgramRun;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code run} as users run it. */
@Timeout(120)
class RunCommandTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path folder;

  /** Calls kernel32, and prints what the system is called. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      var event = Kernel32.INSTANCE.CreateEvent(null, true, true, null);
      System.out.println("wait " + Kernel32.INSTANCE.WaitForSingleObject(event, 0));
      System.out.println("os " + System.getProperty("os.name"));
      if (arguments.length > 0) {
        List<String> command =
            List.of(JAVA, "-cp", System.getProperty("java.class.path"), Program.class.getName());
        new ProcessBuilder(command).inheritIO().start().waitFor();
        Kernel32.INSTANCE.GetTickCount();
      }
      System.exit(7);
    }
  }

  private ProgramRun run(String... arguments) {
    Map<String, String> variables =
        Map.of(
            "HANDLELAB_RUNTIME_DIR",
            folder.resolve("k").toString(),
            "HANDLELAB_BACKEND",
            "simulated");
    String jar = "-D" + AgentLaunch.JAR_PROPERTY + "=" + AgentJar.create(folder);
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(arguments));
    return ProgramRun.start(Main.class, variables, List.of(jar), words.toArray(String[]::new));
  }

  private static List<String> program(String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of("--", JAVA, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        Stream.of(Program.class, Native.class, Kernel32.class)
            .map(type -> AgentJar.locationOf(type).toString())
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Program.class.getName());
    return command;
  }

  @Test
  void program_isAnswered_andItsExitCodeReturned() throws InterruptedException {
    try (ProgramRun run = run(program().toArray(String[]::new))) {
      assertEquals(7, run.exitCode(), () -> String.join("\n", run.err()));
      assertEquals("wait 0\nos " + System.getProperty("os.name"), run.out().strip());
    }
  }

  @Test
  void childOfProgram_isAnswered_andRefusalsAreListed() throws InterruptedException {
    List<String> words = program("--os-name", "Windows 10", "--summary");
    words.add("with-child");
    try (ProgramRun run = run(words.toArray(String[]::new))) {
      assertEquals(1, run.exitCode());
      assertEquals("wait 0\nos Windows 10\n".repeat(2).strip(), run.out().strip());
      String err = String.join("\n", run.err());
      assertTrue(err.contains("does not simulate GetTickCount, called at"), err);
      assertTrue(err.contains("handlelab: refused GetTickCount, 1 times"), err);
    }
  }

  @Test
  void realKernel_whereThereIsNone_fails() throws InterruptedException {
    try (ProgramRun run = run("--backend", "real", "--", JAVA, "-version")) {
      assertEquals(1, run.exitCode());
      assertEquals(List.of("handlelab run: this system has no real kernel32"), run.err());
    }
  }

  @Test
  void commandLine_withoutCommand_isRefused() throws InterruptedException {
    try (ProgramRun run = run()) {
      assertEquals(2, run.exitCode());
    }
  }
}
