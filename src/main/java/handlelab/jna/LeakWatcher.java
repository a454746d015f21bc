package handlelab.jna;

import handlelab.recorder.LocalRecorder;
import handlelab.recorder.ProgramEnd;
import handlelab.recorder.Recorder;
import handlelab.recorder.RecorderThread;
import handlelab.recorder.RecordingFolder;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.jar.JarFile;

/**
 * Tells a recorder of the calls that open and close handles, if {@code handlelab leaks} or tests
 * want it.
 */
final class LeakWatcher {
  private LeakWatcher() {}

  /**
   * Begins to record if the options have {@code leaks=FOLDER}, with {@code launcher=PID}, {@code
   * threshold=N}, {@code mark=CLASS.METHOD} and {@code jdk}; or {@code tests} or {@code tests=all};
   * with {@code skip=PACKAGE;PACKAGE}.
   */
  static void startIfWanted(AgentOptions options, Instrumentation instrumentation)
      throws IOException,
          ReflectiveOperationException,
          URISyntaxException,
          UnmodifiableClassException {
    Map<String, String> words = options.others();
    String folder = words.get("leaks");
    String tests = words.get("tests");
    if (folder == null && tests == null) {
      return;
    }
    List<String> skipped =
        Arrays.stream(words.getOrDefault("skip", "").split(";", -1))
            .filter(word -> !word.isBlank())
            .toList();
    LongSupplier processId =
        options.isSimulated()
            ? () -> SimulatedKernel32.kernel32().getCurrentProcessId()
            : ProcessHandle.current()::pid;
    Recorder recorder = new Recorder(skipped, processId, !options.isSimulated());
    NativeCall.watch(recorder);
    JdkWatcher jdk =
        folder != null && words.containsKey("jdk")
            ? JdkWatcher.install(instrumentation, recorder)
            : null;
    // A child of the host system inherits nothing of the simulated kernel.
    Recorder inheriting = options.isSimulated() ? null : recorder;
    if (inheriting != null || jdk != null) {
      watchChildren(inheriting, jdk, instrumentation);
    }
    if (folder != null) {
      answerLauncher(recorder, Path.of(folder), words, instrumentation);
    }
    if (tests != null) {
      answerTests(recorder, tests, options.isSimulated(), instrumentation);
    }
  }

  /**
   * Watches the children that the JDK starts.
   *
   * @param inheriting is told of children, which inherit every inheritable handle; null for none
   * @param pipes is told of children because of the pipes to them; null for none
   */
  private static void watchChildren(
      Recorder inheriting, JdkWatcher pipes, Instrumentation instrumentation)
      throws UnmodifiableClassException {
    MethodWeaver.Listener listener =
        values -> {
          Process process = (Process) values[values.length - 1];
          try {
            List<String> command = ((ProcessBuilder) values[0]).command();
            if (inheriting != null) {
              String commandLine = String.join(" ", command);
              inheriting.startedChild("ProcessBuilder", process.pid(), commandLine);
            }
            if (pipes != null) {
              pipes.started(process, command.get(0));
            }
          } catch (RuntimeException e) {
            Notices.print("a child is not watched: " + e);
          }
          return process;
        };
    // The other method of this name calls the one that takes redirects.
    MethodWeaver.install(
        instrumentation,
        List.of(MethodWeaver.atEnd("java.lang.ProcessBuilder", "start", "([", listener)));
  }

  private static void answerLauncher(
      Recorder recorder, Path folder, Map<String, String> words, Instrumentation instrumentation)
      throws IOException, UnmodifiableClassException {
    RecorderThread thread =
        new RecorderThread(
            recorder,
            new RecordingFolder(folder, ProcessHandle.current().pid()),
            Long.parseLong(words.get("launcher")),
            Integer.parseInt(words.getOrDefault("threshold", "0")));
    String problem = ProgramEnd.register(instrumentation, thread::awaitLastLook);
    if (problem != null) {
      recorder.problem(problem);
    }
    if (words.containsKey("mark")) {
      watchMark(thread, words.get("mark"), instrumentation);
    }
    thread.start();
  }

  /**
   * Has the launcher look when the program comes to a mark.
   *
   * @param mark a class and a method, with a dot between
   */
  private static void watchMark(RecorderThread thread, String mark, Instrumentation instrumentation)
      throws UnmodifiableClassException {
    int dot = mark.lastIndexOf('.');
    MethodWeaver.Listener listener =
        values -> {
          thread.awaitLookAtMark();
          return null;
        };
    MethodWeaver.install(
        instrumentation,
        List.of(
            MethodWeaver.atBegin(mark.substring(0, dot), mark.substring(dot + 1), "(", listener)));
  }

  /** Lets the tests' own classes ask; with {@code all}, JUnit is to find handlelab by itself. */
  private static void answerTests(
      Recorder recorder, String tests, boolean isSimulated, Instrumentation instrumentation)
      throws IOException, ReflectiveOperationException, URISyntaxException {
    HookClass.offer(
        LocalRecorder.answering(
            recorder, isSimulated ? SimulatedKernel32::objects : values -> null));
    System.setProperty(LocalRecorder.TESTS, tests);
    if (tests.equals("all")) {
      File library =
          new File(Recorder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (library.isFile()) {
        instrumentation.appendToSystemClassLoaderSearch(new JarFile(library));
      }
    }
  }
}
