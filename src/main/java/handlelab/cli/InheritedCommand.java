package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.inspect.InheritanceJson;
import java.io.IOException;

/** The command {@code inherited}. */
final class InheritedCommand extends Command {
  private static final Usage USAGE =
      new Usage("inherited", "-- COMMAND [ARGUMENT...]", "PARENT CHILD")
          .text(
              "Shows which handles a child has of its parent, who else holds them, and why each"
                  + " came or stayed behind.")
          .text(
              "With a COMMAND: starts it with inheritance on, looks at its handle table before its"
                  + " first instruction, and lets it go. The"
                  + " parent is this command's own JVM, so what is shown on Windows is what flows"
                  + " down from the shell or build agent through a JVM into a child, and what"
                  + " --with-mailslot adds. With two process ids: two processes that run, as far as"
                  + " that can be known.")
          .text(
              "A HANDLE is a value of the parent (0x100 or 256), the last part of its object's"
                  + " name, or standard for the parent's standard handles.")
          .values(
              "--only",
              "HANDLE[,HANDLE...]",
              "give the child a handle list with these, which must be inheritable")
          .values(
              "--expect",
              "HANDLE[,HANDLE...]",
              "exit with 0 if the child has exactly these of its parent's handles, whatever its own"
                  + " exit code is, else with 3; none for nothing. Standard handles may always be"
                  + " there")
          .flag("--look-only", "end the child instead of letting it go")
          .values(
              "--with-mailslot",
              "NAME[:inherit]",
              "first create a mailslot of this name, with an inheritable handle if asked; {NAME} in"
                  + " COMMAND becomes the handle's value")
          .flag("--all", "also a line for each handle that did not come from the parent")
          .flag("--brief", "count the others by reason; this is the default")
          .flag("--json", "the report as one JSON document, once COMMAND has ended")
          .value("--report", "FILE", "write the report there")
          .flag("--near", "do not search other processes for who else holds an object")
          .schema(InheritanceJson.SCHEMA, "--json")
          .backend()
          .common()
          .text(
              "The report goes to standard error, before the child runs, so standard output is the"
                  + " child's alone; with --look-only or two ids it goes to standard output; with"
                  + " --report to a file.")
          .text(
              "Exit codes: 0 with --expect, --look-only or two ids, else the child's, which stands"
                  + " in the report too; 1 failed (as when the program is not found), 2 wrong"
                  + " usage, 3 not as --expect says: the child is ended unrun then.");

  private InheritedCommand() {
    super(USAGE);
  }

  static Command create() {
    return new InheritedCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    check(arguments);
    Backend backend = open(arguments);
    boolean isCommand = arguments.command() != null;
    boolean isOutputTheChilds = isCommand && !arguments.has("--look-only");
    try (var target = ReportTarget.open(arguments.value("--report"), isOutputTheChilds, streams)) {
      InheritedReport report = new InheritedReport(backend, arguments, target.out());
      return isCommand
          ? new InheritedLaunch(backend, arguments, report).run()
          : report.ofRunning(processId(arguments, 0), processId(arguments, 1));
    }
  }

  private static int processId(Arguments arguments, int index) {
    return LookCommand.processId(arguments.words().get(index));
  }

  private static void check(Arguments arguments) {
    if (arguments.has("--json") && arguments.has("--brief")) {
      throw new UsageException("--json and --brief exclude each other");
    }
    if (arguments.has("--all") && (arguments.has("--json") || arguments.has("--brief"))) {
      throw new UsageException("--all excludes --brief, and --json, which has all rows anyway");
    }
    if (arguments.command() != null) {
      return;
    }
    if (arguments.words().size() != 2) {
      throw new UsageException("give two process ids, or -- and a COMMAND");
    }
    for (int index = 0; index < 2; index++) {
      processId(arguments, index);
    }
    if (arguments.has("--only")
        || arguments.has("--look-only")
        || arguments.has("--with-mailslot")) {
      throw new UsageException(
          "--only, --look-only and --with-mailslot are for a COMMAND after --");
    }
  }
}
