package handlelab.cli;

import handlelab.inspect.HandleJson;
import handlelab.inspect.Looker;
import handlelab.inspect.TableSnapshot;
import handlelab.mail.Arguments;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import handlelab.mail.UsageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The subcommand {@code snapshot}. */
final class SnapshotCommand extends LookCommand {
  private static final String USAGE =
      """
      Usage: handlelab snapshot [OPTION...] FILE [PID]

      Keeps a look into handle tables in FILE, for 'handlelab diff': all processes but this command's
      own, or one. An existing file is replaced when the new one is whole; - is standard output.

        --backend KIND  real or simulated; default: real on Windows, else simulated
        --stacktrace    with a failure, print where it happened
        --help          print this

      The file is the JSON document of 'handlelab handles --json'; 'handlelab handles --schema' prints
      its schema.

      Exit codes: 0 done, 1 failed (as where no such process runs), 2 wrong usage.
      """;

  private String file;

  /** 0 for all processes. */
  private int processId;

  SnapshotCommand() {
    super("snapshot", USAGE, List.of("--backend"), List.of());
  }

  @Override
  void parse(Arguments arguments) {
    super.parse(arguments);
    List<String> words = arguments.words();
    if (words.isEmpty()) {
      throw new UsageException("name the file to write");
    }
    file = words.get(0);
    String process = atMostOne(words.subList(1, words.size()));
    processId = process == null ? 0 : processId(process);
  }

  @Override
  int look(Looker looker, Writer out) throws IOException {
    TableSnapshot look = look(looker, processId, false);
    if (file.equals("-")) {
      HandleJson.writeHandles(look, looker.label(look), out);
    } else {
      write(look, looker);
      int processes = look.tables().size();
      out.write(
          file
              + ": "
              + processes
              + (processes == 1 ? " process, " : " processes, ")
              + look.rowCount()
              + (look.rowCount() == 1 ? " handle\n" : " handles\n"));
    }
    return ExitCode.OK;
  }

  private void write(TableSnapshot look, Looker looker) {
    Path target = Path.of(file);
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        // A device or a named pipe: there is nothing to replace.
        write(look, looker, target);
        return;
      }
      // Its own name: another command may be writing the same file, and the last one wins.
      long id = ProcessHandle.current().pid();
      Path part = target.resolveSibling(target.getFileName() + "." + id + ".part");
      try {
        write(look, looker, part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new Failure("cannot write " + file + " (" + FileProblem.of(e) + ")");
    }
  }

  private static void write(TableSnapshot look, Looker looker, Path target) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      HandleJson.writeHandles(look, looker.label(look), writer);
    }
  }
}
