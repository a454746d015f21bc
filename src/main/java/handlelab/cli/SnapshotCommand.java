package handlelab.cli;

import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.Failure;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.inspect.HandleJson;
import handlelab.inspect.TableInspector;
import handlelab.inspect.TableSnapshot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The command {@code snapshot}. */
final class SnapshotCommand extends LookCommand {
  private static final Usage USAGE =
      new Usage("snapshot", "FILE [PID]")
          .text(
              "Writes the handle tables to FILE, for 'handlelab diff': those of all processes but"
                  + " this command's own, or that of one. An existing file is replaced when the new"
                  + " one is complete; - is standard output.")
          .backend()
          .common()
          .text(
              "The file is the JSON document of 'handlelab handles --json'; 'handlelab handles"
                  + " --schema' prints its schema.")
          .text("Exit codes: 0 done, 1 failed (as when no such process runs), 2 wrong usage.");

  SnapshotCommand() {
    super(USAGE);
  }

  static Command create() {
    return new SnapshotCommand();
  }

  @Override
  void check(Arguments arguments) {
    List<String> words = arguments.words();
    if (words.isEmpty()) {
      throw new UsageException("name the file to write");
    }
    if (words.size() > 2) {
      throw new UsageException(
          "too many words: " + String.join(" ", words.subList(1, words.size())));
    }
    var unused = processId(arguments);
  }

  /** 0 for all processes. */
  private static int processId(Arguments arguments) {
    List<String> words = arguments.words();
    return words.size() == 1 ? 0 : processId(words.get(1));
  }

  @Override
  void look(Arguments arguments, TableInspector inspector, Writer out) throws IOException {
    String file = arguments.words().get(0);
    TableSnapshot look = look(inspector, processId(arguments), false);
    if (file.equals("-")) {
      HandleJson.writeHandles(look, inspector.labels(look), out);
    } else {
      write(look, inspector, file);
      int processes = look.tables().size();
      out.write(
          file
              + ": "
              + processes
              + (processes == 1 ? " process, " : " processes, ")
              + look.rowCount()
              + (look.rowCount() == 1 ? " handle\n" : " handles\n"));
    }
  }

  private static void write(TableSnapshot look, TableInspector inspector, String file) {
    Path target = Path.of(file);
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        // A device or a named pipe: there is nothing to replace.
        write(look, inspector, target);
        return;
      }
      // Its own name: another command may be writing the same file, and the last one wins.
      long id = ProcessHandle.current().pid();
      Path part = target.resolveSibling(target.getFileName() + "." + id + ".part");
      try {
        write(look, inspector, part);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new Failure("cannot write " + file + " (" + FileProblem.of(e) + ")");
    }
  }

  private static void write(TableSnapshot look, TableInspector inspector, Path target)
      throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
      HandleJson.writeHandles(look, inspector.labels(look), writer);
    }
  }
}
