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
    Interception.watch(recorder);
    JdkWatcher jdk =
        folder != null && words.containsKey("jdk")
            ? JdkWatcher.install(instrumentation, recorder)
            : null;
    // A child of the host system inherits nothing of the simulated kernel.
    Recorder inheriting = options.isSimulated() ? null : recorder;
    if (inheriting != null || jdk != null) {
      ChildWatcher.install(instrumentation, inheriting, jdk);
    }
    if (folder != null) {
      answerLauncher(recorder, Path.of(folder), words, instrumentation);
    }
    if (tests != null) {
      answerTests(recorder, tests, options.isSimulated(), instrumentation);
    }
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
      MarkWeaver.install(instrumentation, words.get("mark"), thread::awaitLookAtMark);
    }
    thread.start();
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
