package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.faults.Slots;
import handlelab.mail.OwnServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A runtime folder of a test's own, or of a test class's if it is registered in a static field, and
 * what tests do with the server in it. At the end it waits until the server has ended by itself,
 * and checks that nothing is left.
 */
final class ServerFixture extends OwnServer implements BeforeEachCallback, AfterEachCallback {
  private boolean isOfClass;
  private final List<Backend> opened = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private int test;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    isOfClass = true;
    super.beforeAll(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!isOfClass) {
      createFolder();
    }
    test++;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    endAll();
    if (!isOfClass) {
      close();
    }
  }

  /** Ends what the test has left running. */
  private void endAll() {
    opened.forEach(Backend::close);
    opened.clear();
    started.forEach(Process::destroyForcibly);
    started.clear();
  }

  void newTestName() {
    test++;
  }

  /** The name of this test's slot. */
  String slotName() {
    return "\\\\.\\mailslot\\x" + test;
  }

  RuntimeFolder folder() {
    return RuntimeFolder.of(path());
  }

  /** A process of the kernel, in this JVM. */
  Backend open() {
    Backend backend = SharedBackend.openFurther(folder());
    synchronized (opened) {
      opened.add(backend);
    }
    return backend;
  }

  /** A JVM that runs {@link Probe} with the folder as its own; it ends when its input does. */
  Process startProbe(String... arguments) throws IOException {
    return start(probe(List.of(), arguments).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** A command that runs {@link Probe} by the words before. */
  ProcessBuilder probe(List<String> before, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.addAll(javaCommand());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(RuntimeFolder.VARIABLE, path().toString());
    return builder;
  }

  /** Starts a process that ends with the test. */
  Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process);
    return process;
  }

  static void signal(String signal, long pid) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + signal, "--", Long.toString(pid)).start().waitFor());
  }

  static List<String> javaCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-D"
            + ServerLimits.IDLE_PROPERTY
            + "="
            + TimeUnit.NANOSECONDS.toMillis(ServerLimits.IDLE_NANOS),
        "-cp",
        System.getProperty("java.class.path"),
        Probe.class.getName());
  }

  /** A command line for a child that runs {@link Probe}. */
  static String probeCommandLine(Object... arguments) {
    List<String> words = new ArrayList<>(javaCommand());
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return CommandLine.join(words);
  }

  Handle createSlot(Kernel32 kernel32) {
    return Slots.create(kernel32, slotName());
  }

  Handle openSlot(Kernel32 kernel32) {
    return Slots.open(kernel32, slotName());
  }

  static void write(Kernel32 kernel32, Handle file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(bytes.length, kernel32.writeFile(file, ByteBuffer.wrap(bytes)));
  }

  static String read(Kernel32 kernel32, Handle file) {
    ByteBuffer target = ByteBuffer.allocate(4096);
    int length = kernel32.readFile(file, target);
    return new String(target.array(), 0, length, StandardCharsets.UTF_8);
  }

  void killServer() throws Exception {
    ProcessHandle server = servers().get(0);
    assertEquals(true, server.destroyForcibly());
    awaitEnd(server);
  }
}
