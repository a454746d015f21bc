package handlelab.cli;

import handlelab.inspect.DifferenceText;
import handlelab.inspect.HandleJson;
import handlelab.inspect.SnapshotFormatException;
import handlelab.inspect.SnapshotReader;
import handlelab.inspect.TableDifference;
import handlelab.inspect.TableSnapshot;
import handlelab.mail.Arguments;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The subcommand {@code diff}. It opens no kernel: both looks are in files. */
final class DiffCommand extends QuickCommand {
  private static final String USAGE =
      """
      Usage: handlelab diff [OPTION...] BEFORE AFTER

      Shows what was opened (+), closed (-) and changed (~) between two looks, which are files made by
      'handlelab snapshot' or 'handlelab handles --json'.

        --json          one JSON document; 'handlelab handles --schema' prints its schema
        --stacktrace    with a failure, print where it happened
        --help          print this

      Exit codes: 0 no difference, 1 failed (as where a file is damaged), 2 wrong usage, 3 a difference.
      """;

  private String before;
  private String after;
  private boolean json;

  DiffCommand() {
    super("diff", USAGE, List.of(), List.of("--json"));
  }

  @Override
  void parse(Arguments arguments) {
    List<String> words = arguments.words();
    if (words.size() != 2) {
      throw new UsageException("name two files, the earlier look and the later one");
    }
    before = words.get(0);
    after = words.get(1);
    json = arguments.has("--json");
  }

  @Override
  int execute(Standard standard) throws IOException {
    return compare(new ReportOutput(standard.out()));
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
