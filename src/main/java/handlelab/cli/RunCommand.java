package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.BackendChoice;
import handlelab.command.Command;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The command {@code run}. */
final class RunCommand extends Command {
  private static final Usage USAGE =
      new Usage("run", "-- COMMAND [ARGUMENT...]")
          .text(
              "Runs a Java program for Windows, unchanged: the simulated kernel answers the calls"
                  + " of kernel32 that it makes through JNA. The program's own JVM gets an agent,"
                  + " and so does each java that it starts: COMMAND may be java, mvn, gradle or a"
                  + " script.")
          .text(
              "What is not simulated fails with an UnsatisfiedLinkError or an"
                  + " UnsupportedOperationException that names the function and the place that"
                  + " called it.")
          .value(OsNameOption.NAME, OsNameOption.PARAMETER, OsNameOption.TEXT)
          .flag("--summary", "list at the end of each JVM what was refused")
          .heading("Common:")
          .backend()
          .common()
          .text(
              "Each java that starts says so: NOTE: Picked up JDK_JAVA_OPTIONS. With the real"
                  + " kernel, COMMAND runs without the agent.")
          .text("Exit codes: the child's; 1 if it cannot be started, 2 wrong usage.");

  private RunCommand() {
    super(USAGE);
  }

  static Command create() {
    return new RunCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws InterruptedException {
    List<String> command = arguments.command();
    if (command == null) {
      throw new UsageException("give -- and a COMMAND");
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    if (BackendChoice.of(arguments) == BackendKind.SIMULATED) {
      AgentLaunch.inEachJava(builder, options(arguments));
    } else if (Backends.defaultKind() != BackendKind.REAL) {
      throw new Failure("this system has no real kernel32");
    }
    return run(builder);
  }

  private static String options(Arguments arguments) {
    List<String> options = new ArrayList<>(List.of("run"));
    options.addAll(OsNameOption.agentOptions(arguments));
    if (arguments.has("--summary")) {
      options.add("summary");
    }
    return String.join(",", options);
  }

  /** Runs a process to its end; the end of this JVM ends it, too. */
  private static int run(ProcessBuilder builder) throws InterruptedException {
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return process.waitFor();
    } catch (IOException e) {
      throw new Failure("cannot start " + builder.command().get(0) + " (" + e.getMessage() + ")");
    }
  }
}
