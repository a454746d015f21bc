package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.command.Arguments;
import handlelab.command.BackendChoice;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.leaks.IgnoreFile;
import handlelab.leaks.LeakJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The command {@code leaks}. */
final class LeaksCommand extends Command {
  private static final Usage USAGE =
      new Usage("leaks", "-- COMMAND [ARGUMENT...]", "PID", "--report PID")
          .text(
              "Shows which handles a Java program opens by JNA and does not close, where it closes"
                  + " what is not open, and what its children inherit.")
          .text(
              "With a COMMAND: starts it with the agent in its JVM, and in those that it starts if"
                  + " it is no java, such as mvn. With PID: loads the agent into a JVM that runs;"
                  + " Enter reports, Ctrl-C ends the watching. With --report: a report of a JVM"
                  + " that another leaks watches.")
          .heading("When to report, beside the program's end:")
          .value("--report", "PID", "now, of a JVM that another leaks watches")
          .value("--threshold", "N", "once, when N handles are open")
          .value(
              "--mark",
              "CLASS.METHOD",
              "each time this method is called, such as at the end of a round; the program waits"
                  + " for the report, which says what has grown")
          .flag("--keys", "with COMMAND: at Enter; the program's standard input is empty")
          .heading("The program:")
          .value(OsNameOption.NAME, OsNameOption.PARAMETER, OsNameOption.TEXT)
          .heading("What to report:")
          .flag(
              "--jdk",
              "also files and sockets that the program opens by the JDK (FileInputStream, Files,"
                  + " FileChannel, Socket, SocketChannel, ...), and pipes to children")
          .values(
              "--skip",
              "PACKAGE[,PACKAGE...]",
              "do not take frames of these packages for the program's own, such as those of a"
                  + " wrapper")
          .value("--ignore", "FILE", "leave out the signatures in FILE, one in a line")
          .value(
              "--fail-on", "N", "exit with 3 if the last report of all JVMs has N findings or more")
          .flag("--all", "everything, with whole stacks; not only what fits on a screen")
          .flag("--json", "each report as one JSON document in one line")
          .value("--output", "FILE", "write the reports there")
          .schema(LeakJson.SCHEMA, "--json")
          .heading("Common:")
          .backend()
          .common()
          .text(
              "On the simulated kernel, that kernel answers the program's calls, so a program for"
                  + " Windows can be watched anywhere.")
          .text("Reports go to standard error with a COMMAND, otherwise to standard output.")
          .text(
              "Exit codes: 0 done, or the COMMAND's; 1 failed, 2 wrong usage, 3 with --fail-on, 130"
                  + " Ctrl-C, after the report.");

  private LeaksCommand() {
    super(USAGE);
  }

  static Command create() {
    return new LeaksCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    check(arguments);
    Set<String> ignored = ignored(arguments.value("--ignore"));
    int limit = arguments.number("--fail-on", 1).orElse(0);
    List<String> command = arguments.command();
    boolean isSimulated = BackendChoice.of(arguments) == BackendKind.SIMULATED;
    try (var target = ReportTarget.open(arguments.value("--output"), command != null, streams);
        LeaksLaunch launch = LeaksLaunch.prepare(isSimulated, arguments)) {
      String report = arguments.value("--report");
      long processId =
          report != null
              ? LookCommand.processId(report)
              : command == null ? LookCommand.processId(arguments.onlyWord()) : 0;
      Backend backend = open(arguments);
      boolean showsAll = arguments.has("--all");
      boolean json = arguments.has("--json");
      LeaksWatch watch =
          new LeaksWatch(backend, launch.folder(), ignored, showsAll, json, target.out());
      if (report != null) {
        int found = watch.look(LeaksLaunch.watchedBefore(processId), "on demand");
        return limit > 0 && found >= limit ? ExitCode.DIFFERENCE : ExitCode.OK;
      }
      BooleanSupplier keys =
          command == null || arguments.has("--keys") ? enterKey(streams) : () -> false;
      if (command == null) {
        ProcessHandle process = launch.attach(processId);
        streams.err().println("watching process " + processId + "; Enter reports");
        watch.run(process::isAlive, keys);
        return watch.exitCode(limit, ExitCode.OK);
      }
      Process process = launch.start(command, arguments.has("--keys"));
      watch.run(process::isAlive, keys);
      return watch.exitCode(limit, process.exitValue());
    }
  }

  /** Tells if the user has pressed Enter since it was asked last. */
  private static BooleanSupplier enterKey(StandardStreams streams) {
    AtomicBoolean isPressed = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              while (streams.readLine() != null) {
                isPressed.set(true);
              }
            },
            "handlelab-keys");
    reader.setDaemon(true);
    reader.start();
    return () -> isPressed.getAndSet(false);
  }

  private static void check(Arguments arguments) {
    List<String> command = arguments.command();
    int ways = (command == null ? 0 : 1) + (arguments.has("--report") ? 1 : 0);
    ways += command == null && !arguments.words().isEmpty() ? 1 : 0;
    if (ways != 1) {
      throw new UsageException("give one of: a process id, --report PID, or -- and a COMMAND");
    }
    for (String option : List.of("--keys", OsNameOption.NAME)) {
      if (arguments.has(option) && command == null) {
        throw new UsageException(option + " is for a COMMAND after --");
      }
    }
    if (arguments.has("--report")
        && (arguments.has("--threshold")
            || arguments.has("--skip")
            || arguments.has("--mark")
            || arguments.has("--jdk"))) {
      throw new UsageException(
          "--threshold, --mark, --skip and --jdk are for the leaks that watches");
    }
    String mark = arguments.value("--mark");
    if (mark != null && !mark.matches("[\\w$]+(\\.[\\w$]+)+")) {
      throw new UsageException("--mark takes CLASS.METHOD, not " + mark);
    }
    if (arguments.has("--json") && arguments.has("--all")) {
      throw new UsageException("--json has everything anyway, without --all");
    }
    if (command == null && !arguments.has("--report")) {
      LookCommand.processId(arguments.onlyWord());
    }
    arguments.number("--threshold", 1);
  }

  private static Set<String> ignored(String file) {
    if (file == null) {
      return Set.of();
    }
    try {
      return IgnoreFile.parse(Files.readString(FileProblem.path(file)));
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + FileProblem.of(e));
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }
}
