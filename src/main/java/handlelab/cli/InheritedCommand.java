package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.InheritanceJson;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand {@code inherited}. */
@Command(
    name = "inherited",
    customSynopsis = {
      "Usage: handlelab inherited [OPTION...] -- COMMAND [ARGUMENT...]",
      "       handlelab inherited [OPTION...] PARENT CHILD"
    },
    sortOptions = false,
    description = {
      "Shows which handles a child has of its parent, who else holds them, and why each came or"
          + " stayed behind.",
      "",
      "With a COMMAND: starts it with inheritance on, looks at its handle table before its first"
          + " instruction, and lets it go; its exit code is this command's. The parent is this"
          + " command's own JVM, so what is shown on Windows is what flows down from the shell or"
          + " build agent through a JVM into a child, and what --with-mailslot adds. With two"
          + " process ids: two processes that run, as far as that can be known.",
      "",
      "A HANDLE is a value of the parent (0x100 or 256), the last part of its object's name, or"
          + " standard for the parent's standard handles.",
      ""
    },
    footer = {
      "",
      "The report goes to standard error, before the child runs, so standard output is the child's"
          + " alone; with --look-only or two ids it goes to standard output; with --report to a file.",
      "Exit codes: the child's; with --look-only or two ids 0; 1 failed (as where the program is not"
          + " found), 2 wrong usage, 3 not as --expect says: the child is ended unrun then."
    })
final class InheritedCommand extends PicocliCommand {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "HANDLE",
      description = "give the child a handle list with these, which must be inheritable")
  private List<String> only;

  @Option(
      names = "--expect",
      split = ",",
      paramLabel = "HANDLE",
      description =
          "exit with 3 where the child has not exactly these of its parent's handles; none for"
              + " nothing. Standard handles may always be there")
  private List<String> expect;

  @Option(names = "--look-only", description = "end the child instead of letting it go")
  private boolean lookOnly;

  @Option(
      names = "--with-mailslot",
      paramLabel = "NAME[:inherit]",
      description =
          "first create a mailslot of this name, with an inheritable handle where asked; {NAME} in"
              + " COMMAND becomes the handle's value")
  private List<String> mailslots = List.of();

  @Option(
      names = "--brief",
      description = "tell only how many handles of the parent stayed behind, and why")
  private boolean brief;

  @Option(names = "--json", description = "the report as one JSON document")
  private boolean json;

  @Option(names = "--report", paramLabel = "FILE", description = "write the report there")
  private String report;

  @Option(
      names = "--near",
      description = "do not search other processes for who else holds an object")
  private boolean near;

  @Option(names = "--schema", description = "print the JSON Schema of --json, and end")
  private boolean schema;

  @Override
  int execute() throws IOException {
    if (schema) {
      return printSchema(Standard.ofThisProcess(false).out());
    }
    boolean isLaunch = spec.commandLine().getParseResult().originalArgs().contains("--");
    check(isLaunch);
    BackendKind kind = BackendChoice.of(backend());
    Standard standard = Standard.ofThisProcess(kind == BackendKind.REAL);
    boolean isForErr = isLaunch && !lookOnly;
    OutputStream usual = isForErr ? standard.err() : standard.out();
    try (Backend backend = Backends.open(kind);
        OutputStream file = report == null ? null : open(report)) {
      InheritedReport target =
          new InheritedReport(backend, file == null ? usual : file, form(), near, expect);
      return isLaunch
          ? new InheritedLaunch(backend, target, only, mailslots, lookOnly).run(words)
          : target.ofRunning(processId(words.get(0)), processId(words.get(1)));
    } catch (ReportOutput.ReaderGoneException e) {
      return ExitCode.OK;
    }
  }

  private InheritedReport.Form form() {
    if (json) {
      return InheritedReport.Form.JSON;
    }
    return brief ? InheritedReport.Form.BRIEF : InheritedReport.Form.FULL;
  }

  private static int processId(String text) {
    return LookCommand.processId(text);
  }

  private void check(boolean isLaunch) {
    if (json && brief) {
      throw new UsageException("--json and --brief exclude each other");
    }
    if (isLaunch) {
      if (words.isEmpty()) {
        throw new UsageException("no COMMAND after --");
      }
      return;
    }
    if (words.size() != 2) {
      throw new UsageException("give two process ids, or -- and a COMMAND");
    }
    if (only != null || lookOnly || !mailslots.isEmpty()) {
      throw new UsageException(
          "--only, --look-only and --with-mailslot are for a COMMAND after --");
    }
  }

  private static OutputStream open(String file) {
    try {
      return Files.newOutputStream(Path.of(file));
    } catch (InvalidPathException e) {
      throw new UsageException("not a file name: " + file);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + FileProblem.of(e));
    }
  }

  private static int printSchema(OutputStream out) throws IOException {
    ReportOutput.writeResource(InheritanceJson.SCHEMA, out);
    return ExitCode.OK;
  }
}
