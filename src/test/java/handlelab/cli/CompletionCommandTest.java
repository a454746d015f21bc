package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts, run by the shells that they are for. */
final class CompletionCommandTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private String script(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exitCode =
        CompletionCommand.create()
            .run(
                new StandardStreams(
                    InputStream.nullInputStream(), out, new PrintStream(err, true, UTF_8)),
                arguments);
    assertEquals(out.size() == 0 ? ExitCode.USAGE : ExitCode.OK, exitCode);
    return out.toString(UTF_8);
  }

  /** What a shell prints, or null if it is not installed. */
  private List<String> run(String shell, String... options) throws Exception {
    Path out = folder.resolve("out");
    List<String> command = new java.util.ArrayList<>(List.of(shell));
    command.addAll(List.of(options));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException e) {
      return null;
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> read(out));
    return read(out).lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "handlelab han,handles",
    "handlelab se,send",
    "handlelab handles --inh,--inheritable",
    "handlelab handles --json,--json --jsonl",
    "handlelab send --backend s,simulated",
    "handlelab tour --color = a,auto always",
    "handlelab receive --color a,''",
    "handlelab receive --par,''"
  })
  void bash_completesCommandsOptionsAndChoices(String line, String expected) throws Exception {
    Path script = folder.resolve("completion.bash");
    String words = "COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); ";
    Files.writeString(
        script, script("bash") + words + "_handlelab; echo \"${COMPREPLY[*]}\"\n", UTF_8);
    List<String> printed = run("bash", script.toString());
    assumeTrue(printed != null, "no bash");
    assertEquals(expected, String.join("\n", printed));
  }

  /** Without a terminal zsh completes nothing, so only its parser tries the script. */
  @Test
  void zsh_parsesTheScript() throws Exception {
    Path script = folder.resolve("_handlelab");
    String text = script("zsh");
    assertTrue(text.contains("      'handles:show handle tables\\: who holds what'\n"), text);
    assertTrue(
        text.contains(
            "'--backend=[real or simulated; default\\: real on Windows, else"
                + " simulated]:KIND:(real simulated)' \\\n"),
        text);
    assertTrue(text.contains(":FILE:_files'"), text);
    Files.writeString(script, text, UTF_8);
    List<String> printed = run("zsh", "-n", script.toString());
    assumeTrue(printed != null, "no zsh");
    assertEquals(List.of(), printed);
  }

  @Test
  void otherShell_isRefused() {
    assertEquals("", script("fish"));
    assertEquals(
        "handlelab completion: name the shell, bash or zsh (try: handlelab completion --help)",
        err.toString(UTF_8).strip());
  }
}
