package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.mail.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Finding the subcommand. */
final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void withoutArgumentsTheUsageIsAnError() {
    assertEquals(ExitCode.USAGE, run());
    assertEquals(Main.USAGE, err.toString(UTF_8));
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void helpAndVersionAreNoErrors() {
    for (String word : List.of("help", "--help", "-h", "--version", "-V")) {
      assertEquals(ExitCode.OK, run(word), word);
    }
    assertTrue(out.toString(UTF_8).startsWith("Usage: handlelab COMMAND"));
    assertTrue(out.toString(UTF_8).contains("\nhandlelab "));
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void anUnknownCommandIsNamed() {
    assertEquals(ExitCode.USAGE, run("snd"));
    assertEquals("handlelab: no command snd (try: handlelab --help)\n", lines(err));
  }

  @Test
  void eachCommandOfTheUsageKnowsHelp() {
    List<String> names =
        Pattern.compile("(?m)^  (\\w+) {2,}\\w")
            .matcher(Main.USAGE)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(names.containsAll(List.of("demo", "receive", "send")), names.toString());
    for (String name : names) {
      assertEquals(ExitCode.OK, run(name, "--help"), name);
    }
    assertEquals("", err.toString(UTF_8));
  }

  private static String lines(ByteArrayOutputStream stream) {
    return stream.toString(UTF_8).replace("\r\n", "\n");
  }
}
