package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs test programs that know nothing of handlelab in a JVM with the agent. */
final class TargetJvm {
  private static final int TIME_LIMIT_SECONDS = 60;

  private final Path agent;

  TargetJvm(Path agent) {
    this.agent = agent;
  }

  /** What a program has printed on both streams, and its exit code. */
  record Run(int exitCode, List<String> lines) {}

  /** Runs a class that must end with 0. */
  List<String> run(String options, Class<?> main, String... arguments) throws Exception {
    Run run = start(List.of("-javaagent:" + agent + "=" + options), main, arguments);
    assertEquals(0, run.exitCode, () -> String.join("\n", run.lines));
    return run.lines;
  }

  /** Runs a class with options of the JVM. */
  static Run start(List<String> jvmOptions, Class<?> main, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(main), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS), output);
    return new Run(process.exitValue(), output.lines().toList());
  }

  /** The program and JNA; nothing of handlelab's main code. */
  private static String classPath(Class<?> main) {
    return AgentJar.locationOf(main)
        + File.pathSeparator
        + AgentJar.locationOf(Native.class)
        + File.pathSeparator
        + AgentJar.locationOf(Kernel32.class);
  }
}
