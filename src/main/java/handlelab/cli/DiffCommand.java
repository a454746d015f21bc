package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.DifferenceText;
import handlelab.inspect.HandleJson;
import handlelab.inspect.SnapshotFormatException;
import handlelab.inspect.SnapshotReader;
import handlelab.inspect.TableDifference;
import handlelab.inspect.TableSnapshot;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import handlelab.mail.Standard;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand {@code diff}. It opens no kernel: both looks are in files. */
@Command(
    name = "diff",
    synopsisHeading = "Usage: handlelab ",
    sortOptions = false,
    description = {
      "Shows what was opened (+), closed (-) and changed (~) between two looks, made by 'handlelab"
          + " snapshot' or 'handlelab handles --json'.",
      "Exit codes: 0 no difference, 1 failed (as where a file is damaged), 2 wrong usage, 3 a"
          + " difference.",
      ""
    })
final class DiffCommand extends PicocliCommand {
  @Parameters(index = "0", paramLabel = "BEFORE", description = "the file of the earlier look")
  private String before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "the file of the later look")
  private String after;

  @Option(names = "--json", description = "one JSON document")
  private boolean json;

  @Override
  int execute() throws IOException {
    boolean windows = Backends.defaultKind() == BackendKind.REAL;
    return compare(ReportOutput.to(Standard.ofThisProcess(windows).out()));
  }

  int compare(Writer out) throws IOException {
    TableSnapshot first = read(before);
    TableSnapshot second = read(after);
    TableDifference difference;
    try {
      difference = TableDifference.between(first, second);
    } catch (IllegalArgumentException e) {
      throw new Failure("cannot compare " + before + " with " + after + ": " + e.getMessage());
    }
    int exitCode = difference.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCE;
    try {
      if (json) {
        HandleJson.writeDifference(first, second, difference, out);
      } else {
        DifferenceText.write(difference, out);
      }
      out.flush();
    } catch (ReportOutput.ReaderGoneException e) {
      // The exit code still says what was found.
    }
    return exitCode;
  }

  private static TableSnapshot read(String file) {
    try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      return SnapshotReader.read(reader);
    } catch (SnapshotFormatException e) {
      throw new Failure(file + " is no snapshot that this program reads: " + e.getMessage());
    } catch (IOException e) {
      throw new Failure("cannot read " + file + " (" + FileProblem.of(e) + ")");
    } catch (InvalidPathException e) {
      throw new Failure("cannot read " + file + " (no file can have that name)");
    }
  }
}
