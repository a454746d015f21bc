package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.jna.programs.EventProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  private static void assertRefused(String caller, String line) {
    assertTrue(
        line.contains("handlelab does not simulate GetTickCount, called at ")
            && line.contains(caller + "(EventProgram.java:"),
        line);
  }

  @Test
  void agent_withoutTask_endsTheJvm() throws Exception {
    List<String> options = List.of("-javaagent:" + AgentJar.create(folder));
    TargetJvm.Run run = TargetJvm.start(options, EventProgram.class);
    assertEquals(1, run.exitCode());
    assertTrue(String.join("\n", run.lines()).contains("needs =run or =watch"), run::toString);
  }
}
