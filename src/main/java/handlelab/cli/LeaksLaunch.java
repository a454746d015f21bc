package handlelab.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import handlelab.command.Arguments;
import handlelab.command.Failure;
import handlelab.recorder.RecordingFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Gets the agent into JVMs, and has the folder in which they answer. One thread. */
final class LeaksLaunch implements AutoCloseable {
  private static final String FOLDER_PREFIX = "handlelab-leaks-";

  /** A program takes no longer to end, or is left alone. */
  private static final long END_SECONDS = 30;

  /** So long a program may take to end by the Ctrl-C that it got itself. */
  private static final long GRACE_SECONDS = 2;

  private final CountDownLatch closed = new CountDownLatch(1);
  private String options;

  // Guarded by this object until the shutdown hook has begun.
  private boolean isInterrupted;
  private Path folder;
  private Process process;

  private LeaksLaunch() {}

  /** Makes a folder of this user's alone. */
  static LeaksLaunch prepare(boolean isSimulated, Arguments arguments) throws IOException {
    LeaksLaunch launch = new LeaksLaunch();
    Runtime.getRuntime().addShutdownHook(new Thread(launch::interrupted));
    Path folder = launch.makeFolder();
    List<String> words = new ArrayList<>();
    words.add(isSimulated ? "run" : "watch");
    words.addAll(OsNameOption.agentOptions(arguments));
    words.add("leaks=" + folder);
    words.add("launcher=" + ProcessHandle.current().pid());
    words.add("threshold=" + arguments.number("--threshold", 1).orElse(0));
    if (arguments.has("--jdk")) {
      words.add("jdk");
    }
    if (arguments.has("--mark")) {
      words.add("mark=" + arguments.value("--mark"));
    }
    words.add("skip=" + String.join(";", arguments.values("--skip")).replace(',', ';'));
    if (folder.toString().contains(",")) {
      throw new Failure("the agent takes no folder with a comma: " + folder);
    }
    launch.options = String.join(",", words);
    return launch;
  }

  private synchronized Path makeFolder() throws IOException {
    checkNotInterrupted();
    folder = Files.createTempDirectory(FOLDER_PREFIX).toRealPath();
    return folder;
  }

  private void checkNotInterrupted() {
    if (isInterrupted) {
      throw new Failure("ended before the program was started");
    }
  }

  Path folder() {
    return folder;
  }

  /** Loads the agent into a JVM that runs. */
  ProcessHandle attach(long processId) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(processId));
      try {
        machine.loadAgent(AgentLaunch.jar().toString(), options);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException
        | IOException e) {
      throw new Failure(
          "cannot load the agent into process " + processId + " (" + e.getMessage() + ")");
    }
    return ProcessHandle.of(processId)
        .orElseThrow(() -> new Failure("process " + processId + " has ended"));
  }

  /** Starts a program with the agent in its JVMs. */
  synchronized Process start(List<String> command, boolean hasNoInput) {
    checkNotInterrupted();
    ProcessBuilder builder = AgentLaunch.of(command, options);
    if (hasNoInput) {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
    try {
      process = builder.start();
      if (hasNoInput) {
        process.getOutputStream().close();
      }
      return process;
    } catch (IOException e) {
      throw new Failure("cannot start " + command.get(0) + " (" + e.getMessage() + ")");
    }
  }

  /** A JVM that another launcher watches. */
  static WatchedJvm watchedBefore(long processId) throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, FOLDER_PREFIX + "*")) {
      for (Path each : folders) {
        RecordingFolder found = new RecordingFolder(each, processId);
        if (Files.exists(found.watchedFile())
            && !Files.exists(found.doneFile())
            && Files.getOwner(each).equals(Files.getOwner(found.watchedFile()))) {
          return new WatchedJvm(found);
        }
      }
    }
    throw new Failure("no handlelab leaks watches process " + processId);
  }

  /**
   * At Ctrl-C a program that was started here ends, too, and is looked at then. On a terminal it
   * has got the signal itself; if it has not, it is ended after a while.
   */
  private void interrupted() {
    try {
      synchronized (this) {
        isInterrupted = true;
        if (process == null) {
          close();
          return;
        }
      }
      if (!closed.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        if (process.supportsNormalTermination()) {
          process.destroy();
        }
        closed.await(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException | InterruptedException e) {
      // The JVM ends in any case.
      return;
    }
  }

  /** Removes the folder, which ends the watching. */
  @Override
  public synchronized void close() throws IOException {
    try {
      if (folder != null && Files.exists(folder)) {
        removeFolder();
      }
    } finally {
      closed.countDown();
    }
  }

  private void removeFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
