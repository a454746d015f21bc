package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording itself is made under Wine, by the gate. */
class RecordCommandTest {
  @Test
  void record_onSimulatedKernel_isRefusedAndWritesNothing(@TempDir Path folder) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path recording = folder.resolve("recording");

    int exitCode =
        RecordCommand.create()
            .run(
                new StandardStreams(
                    InputStream.nullInputStream(),
                    OutputStream.nullOutputStream(),
                    new PrintStream(err, true, UTF_8)),
                "--backend",
                "simulated",
                recording.toString());

    assertEquals(ExitCode.USAGE, exitCode);
    assertTrue(err.toString(UTF_8).contains("needs the real kernel32"), err.toString(UTF_8));
    assertFalse(Files.exists(recording));
  }
}
