package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "arguments are Unicode there")
class EncodedCommandTest {
  @Test
  void wordsThatTheLocaleHasStayAsTheyAre() {
    List<String> words = List.of("/bin/echo", "a'b $x", "\u00e4");
    assertSame(words, EncodedCommand.of(words, StandardCharsets.UTF_8));
    assertNotEquals(words, EncodedCommand.of(words, StandardCharsets.US_ASCII));
  }

  @Test
  void aShellMakesTheOthers() throws Exception {
    List<String> words = new ArrayList<>(List.of("/usr/bin/env", "printf", "<%s>"));
    List<String> odd =
        List.of(
            "gr\u00fc\u00dfe \ud83d\ude00",
            "a'b\"c",
            "$HOME `x` \\012 \\",
            "%s",
            "",
            "12\n\n",
            "x");
    words.addAll(odd);
    ProcessBuilder builder =
        new ProcessBuilder(EncodedCommand.of(words, StandardCharsets.US_ASCII));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals("<" + String.join("><", odd) + ">", out);
  }
}
