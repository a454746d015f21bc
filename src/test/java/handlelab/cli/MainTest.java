package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Finding the command, and the frame that all commands share. */
final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return run(out, arguments);
  }

  private int run(OutputStream standardOut, String... arguments) {
    return Main.run(
        arguments,
        new StandardStreams(
            InputStream.nullInputStream(), standardOut, new PrintStream(err, true, UTF_8)));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8).replace("\r\n", "\n");
  }

  static List<String> names() {
    return new ArrayList<>(CommandList.summaries().keySet());
  }

  @Test
  void noArguments_printTheHelpAsAnError() {
    assertEquals(ExitCode.USAGE, run());
    assertEquals(Main.help(), err());
    assertEquals("", out());
  }

  @Test
  void helpAndVersion_areNoErrors() {
    for (String word : List.of("help", "--help", "-h", "--version", "-V")) {
      assertEquals(ExitCode.OK, run(word), word);
    }
    assertTrue(out().startsWith("Usage: handlelab COMMAND"));
    assertTrue(out().contains("\nhandlelab "));
    assertEquals("", err());
  }

  @Test
  void help_fitsIn80Columns() {
    assertEquals(List.of(), Main.help().lines().filter(line -> line.length() > 80).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "snd,; did you mean send?",
    "Handles,; did you mean handles?",
    "recieve,; did you mean receive?",
    "comp,; did you mean compare?",
    "frobnicate,''"
  })
  void unknownCommand_isReportedWithTheNearestOne(String word, String suggestion) {
    assertEquals(ExitCode.USAGE, run(word));
    assertEquals(
        "handlelab: no command " + word + suggestion + " (try: handlelab --help)\n", err());
  }

  @ParameterizedTest
  @MethodSource("names")
  void commandHelp_hasOneStyleIn80Columns(String name) {
    assertEquals(ExitCode.OK, run(name, "--help"));
    assertEquals("", err());
    assertTrue(out().startsWith("Usage: handlelab " + name + " [OPTION...]"), out());
    assertTrue(out().contains("\n  --help "), out());
    assertTrue(
        out().contains("Exit codes: 0 ") || out().contains("Exit codes: the child's"), out());
    assertEquals(List.of(), out().lines().filter(line -> line.length() > 80).toList());
    String help = out();
    out.reset();
    assertEquals(ExitCode.OK, run("help", name));
    assertEquals(help, out());
  }

  @ParameterizedTest
  @MethodSource("names")
  void unknownOption_isReportedWithTheNearestOne(String name) {
    String prefix = name.equals("send") || name.equals("receive") ? name : "handlelab " + name;
    assertEquals(ExitCode.USAGE, run(name, "--stacktarce"));
    assertEquals(
        prefix
            + ": unknown option --stacktarce; did you mean --stacktrace? (try: handlelab "
            + name
            + " --help)\n",
        err());
  }

  @ParameterizedTest
  @MethodSource("names")
  void help_toAFullDisk_namesStandardOutput(String name) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertEquals(ExitCode.FAILURE, run(full, name, "--help"));
    assertTrue(
        err().endsWith(": cannot write to standard output (No space left on device)\n"), err());
  }

  @Test
  void stacktrace_isPrintedIfAskedFor() {
    assertEquals(ExitCode.USAGE, run("diff", "one", "--stacktrace"));
    assertTrue(err().contains("\n\tat handlelab."), err());
  }
}
