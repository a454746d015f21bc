package handlelab.cli;

import handlelab.inspect.HandleJson;
import handlelab.inspect.Looker;
import handlelab.inspect.TableSnapshot;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The subcommand {@code snapshot}. */
@Command(
    name = "snapshot",
    synopsisHeading = "Usage: handlelab ",
    sortOptions = false,
    description = {
      "Keeps a look into handle tables in a file, for 'handlelab diff': all processes but this"
          + " command's own, or one. An existing file is replaced when the new one is whole.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage.",
      ""
    })
final class SnapshotCommand extends LookCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "the file; - for standard output")
  private String file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PID",
      description = "the process; default: all")
  private String process;

  private int processId;

  @Override
  void check() {
    processId = process == null ? 0 : processId(process);
  }

  @Override
  int look(Looker looker, Writer out) throws IOException {
    TableSnapshot look = process == null ? looker.lookAtOthers() : looker.look(processId);
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
              + " handles\n");
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
      Path part = target.resolveSibling(target.getFileName() + ".part");
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
