package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A runtime folder of a test's own, or of a test class's if it is registered in a static field, and
 * what tests do with the server in it. At the end it waits until the server has ended by itself,
 * and checks that nothing is left.
 */
final class ServerFixture
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private boolean isOfClass;
  private Path parent;
  private RuntimeFolder folder;
  private final List<Backend> opened = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private int test;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    isOfClass = true;
    createFolder();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!isOfClass) {
      createFolder();
    }
    newTest();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!isOfClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close();
  }

  private void createFolder() throws IOException {
    parent = Files.createTempDirectory("hl");
    folder = RuntimeFolder.of(parent.resolve("k"));
  }

  /** Ends what the test before has left running, and gives the slot another name. */
  private void newTest() {
    test++;
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
    return folder;
  }

  /** A process of the kernel, in this JVM. */
  Backend open() {
    Backend backend = SharedBackend.openFurther(folder);
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
    builder.environment().put(RuntimeFolder.VARIABLE, folder.path().toString());
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
    return createSlot(kernel32, slotName());
  }

  static Handle createSlot(Kernel32 kernel32, String name) {
    return kernel32.createMailslot(
        name, 0, Win32.MAILSLOT_WAIT_FOREVER, SecurityAttributes.INHERITABLE);
  }

  Handle openSlot(Kernel32 kernel32) {
    return kernel32.createFile(
        slotName(),
        Win32.GENERIC_WRITE,
        Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
        SecurityAttributes.INHERITABLE,
        Win32.OPEN_EXISTING,
        0,
        null);
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

  /** The servers that run in the folder. */
  List<ProcessHandle> servers() {
    return KernelDoor.servers(folder.path());
  }

  void killServer() throws Exception {
    ProcessHandle server = servers().get(0);
    assertEquals(true, server.destroyForcibly());
    awaitEnd(server);
  }

  static void awaitEnd(ProcessHandle process) throws Exception {
    var unused = process.onExit().get(30, TimeUnit.SECONDS);
  }

  private void close() throws Exception {
    newTest();
    for (ProcessHandle server : servers()) {
      awaitEnd(server);
    }
    boolean isLeft = Files.exists(folder.path());
    if (!isLeft) {
      Files.delete(parent);
    }
    assertFalse(isLeft, "the server leaves nothing behind");
  }
}
