package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import handlelab.jna.programs.EventProgram;
import handlelab.jna.programs.OverlappedProgram;
import handlelab.jna.programs.ParentProgram;
import handlelab.jna.programs.PlatformProgram;
import handlelab.jna.programs.TypesProgram;
import handlelab.jna.programs.jna.ClockProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in JVMs with the agent. */
@DisabledOnOs(OS.WINDOWS)
class AgentTest {
  @TempDir static Path folder;

  private static TargetJvm jvm;

  @BeforeAll
  static void makeAgent() {
    jvm = new TargetJvm(AgentJar.create(folder));
  }

  @Test
  void calls_ofEachStyle_areAnswered() throws Exception {
    List<String> lines = jvm.run("run", EventProgram.class);
    assertEquals("platform true false 6", lines.get(0));
    assertEquals("GetLastError 6", lines.get(1));
    assertEquals("long true 6", lines.get(2));
    assertEquals("direct true false 6", lines.get(3));
    assertRefused("EventProgram.directMapping", lines.get(4));
    assertEquals("raw 1 0 6", lines.get(5));
    assertRefused("EventProgram.rawFunctions", lines.get(6));
    assertEquals("strlen 4", lines.get(7));
    assertEquals(8, lines.size(), lines::toString);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OverlappedProgram.class,
        ParentProgram.class,
        PlatformProgram.class,
        TypesProgram.class
      })
  void program_runs(Class<?> program) throws Exception {
    List<String> lines = jvm.run("run", program);
    lines = lines.stream().filter(line -> !line.startsWith("NOTE: Picked up")).toList();
    assertEquals(List.of(), lines);
  }

  /** JNA as modules, in a JVM that has no other module than the program needs. */
  @Test
  void program_onModulePath_isAnswered() throws Exception {
    String modules = AgentJar.locationOf(Native.class) + File.pathSeparator;
    modules += AgentJar.locationOf(Kernel32.class);
    List<String> options =
        List.of(
            "-javaagent:" + folder.resolve("handlelab-agent.jar") + "=run",
            "--limit-modules=java.desktop,java.logging,java.instrument,com.sun.jna.platform",
            "--module-path=" + modules,
            "--add-modules=com.sun.jna.platform,java.logging");
    TargetJvm.Run run = TargetJvm.start(options, PlatformProgram.class);
    assertEquals(new TargetJvm.Run(0, List.of()), run);
  }

  private static void assertRefused(String caller, String line) {
    assertTrue(
        line.contains("handlelab does not simulate GetTickCount, called at ")
            && line.contains(caller + "(EventProgram.java:"),
        line);
  }

  @Test
  void refusal_namesAPlaceInAPackageWithJnasName() throws Exception {
    String line = jvm.run("run", ClockProgram.class).get(0);
    assertTrue(line.contains(" called at " + ClockProgram.class.getName() + ".main("), line);
  }

  @Test
  void agent_withoutTask_endsTheJvm() throws Exception {
    List<String> options = List.of("-javaagent:" + AgentJar.create(folder));
    TargetJvm.Run run = TargetJvm.start(options, EventProgram.class);
    assertEquals(1, run.exitCode());
    assertTrue(String.join("\n", run.lines()).contains("needs =run or =watch"), run::toString);
  }
}
