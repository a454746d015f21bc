package handlelab.cli;

import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.inspect.DifferenceText;
import handlelab.inspect.HandleJson;
import handlelab.inspect.SnapshotFormatException;
import handlelab.inspect.SnapshotReader;
import handlelab.inspect.TableDifference;
import handlelab.inspect.TableSnapshot;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The command {@code diff}. It opens no kernel: both looks are in files. */
final class DiffCommand extends Command {
  private static final Usage USAGE =
      new Usage("diff", "BEFORE AFTER")
          .text(
              "Shows what was opened (+), closed (-) and changed (~) between two looks, which are"
                  + " files made by 'handlelab snapshot' or 'handlelab handles --json'.")
          .flag(
              "--by-id",
              "also compare two processes that had the same id one after the other; else they are"
                  + " told apart by the times at which they started")
          .flag("--json", "one JSON document; 'handlelab handles --schema' prints its schema")
          .common()
          .text(
              "Exit codes: 0 no difference, 1 failed (as for a damaged file), 2 wrong usage, 3 a"
                  + " difference.");

  private DiffCommand() {
    super(USAGE);
  }

  static Command create() {
    return new DiffCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    return compare(arguments, streams.report());
  }

  static int compare(Arguments arguments, Writer out) throws IOException {
    List<String> words = arguments.words();
    if (words.size() != 2) {
      throw new UsageException("name two files, the earlier look and the later one");
    }
    String before = words.get(0);
    String after = words.get(1);
    TableSnapshot first = read(before);
    TableSnapshot second = read(after);
    TableDifference difference;
    try {
      difference = TableDifference.between(first, second, arguments.has("--by-id"));
    } catch (IllegalArgumentException e) {
      throw new Failure("cannot compare " + before + " with " + after + ": " + e.getMessage());
    }
    int exitCode = difference.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCE;
    try {
      if (arguments.has("--json")) {
        HandleJson.writeDifference(first, second, difference, out);
      } else {
        DifferenceText.write(difference, out);
      }
      out.flush();
    } catch (ReportWriter.ReaderGoneException e) {
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
