package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that the classes' documentation shows are methods of this class, and they work. */
final class ExamplesTest extends KernelTest {
  private static final Path PROJECT = Path.of(System.getProperty("handlelab.projectDirectory", ""));

  static boolean stopWorker(Kernel32 kernel32) throws InterruptedException {
    try (Event stop = Event.create(kernel32, "stop", true);
        Event inWorker = Event.open(kernel32, "stop")) {
      Thread worker = new Thread(inWorker::waitFor);
      worker.start();
      stop.set();
      worker.join();
      return stop.waitFor(0);
    }
  }

  static String backUp(Kernel32 kernel32) {
    try (Mutex mutex = Mutex.create(kernel32, "backup")) {
      if (mutex.acquire(0) == Mutex.Acquisition.TIMED_OUT) {
        return "another process makes the backup";
      }
      try {
        return "made the backup";
      } finally {
        mutex.release();
      }
    }
  }

  static boolean useLicence(Kernel32 kernel32) {
    try (Semaphore licences = Semaphore.create(kernel32, "licences", 3, 3)) {
      if (!licences.acquire(1_000)) {
        return false;
      }
      try {
        return true;
      } finally {
        licences.release();
      }
    }
  }

  static String sendThrough(Kernel32 kernel32, String text) throws IOException {
    try (Pipe pipe = Pipe.create(kernel32);
        InputStream in = pipe.readEnd().inputStream()) {
      try (OutputStream out = pipe.writeEnd().outputStream()) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String askServer(Kernel32 kernel32) throws IOException {
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo");
        NamedPipeConnection client = NamedPipeConnection.connect(kernel32, "echo");
        NamedPipeConnection accepted = server.accept()) {
      client.outputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      byte[] question = accepted.inputStream().readNBytes(5);
      accepted.outputStream().write(question);
      return new String(client.inputStream().readNBytes(5), StandardCharsets.UTF_8);
    }
  }

  static String sort(Kernel32 kernel32, String lines) throws IOException {
    try (ChildProcess child = ChildProcess.builder("sort").redirectStreams().start(kernel32)) {
      try (OutputStream toChild = child.outputStream()) {
        toChild.write(lines.getBytes(StandardCharsets.UTF_8));
      }
      byte[] sorted = child.inputStream().readAllBytes();
      int exitCode = child.waitFor();
      return exitCode == 0 ? new String(sorted, StandardCharsets.UTF_8) : "error " + exitCode;
    }
  }

  /** What {@code sort} does, for a kernel in this JVM. */
  private static int sortProgram(Kernel32 child, List<String> arguments) throws IOException {
    Handle in = child.getStdHandle(Win32.STD_INPUT_HANDLE);
    Handle out = child.getStdHandle(Win32.STD_OUTPUT_HANDLE);
    try (InputStream input = Pipe.ReadEnd.adopt(child, in).inputStream();
        OutputStream output = Pipe.WriteEnd.adopt(child, out).outputStream()) {
      String lines = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      String sorted = lines.lines().sorted().collect(Collectors.joining("\n", "", "\n"));
      output.write(sorted.getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  @Test
  void example_ofEachClass_doesWhatItSays() throws Exception {
    kernel.install("sort.exe", ExamplesTest::sortProgram);
    assertEquals("a\nb\n", sort(kernel32, "b\na\n"));
    assertTrue(stopWorker(kernel32));
    assertEquals("made the backup", backUp(kernel32));
    assertTrue(useLicence(kernel32));
    assertEquals("hello", askServer(kernel32));
    assertEquals("Grüße", sendThrough(kernel32, "Grüße"));
  }

  @Test
  void backUp_whileAnotherProcessMakesIt_doesNothing() throws Exception {
    try (Mutex other = Mutex.create(kernel.startProcess("other.exe"), "backup")) {
      assertEquals(Mutex.Acquisition.ACQUIRED, other.acquire());
      String[] result = new String[1];
      Thread second = new Thread(() -> result[0] = backUp(kernel32));
      second.start();
      second.join();
      assertEquals("another process makes the backup", result[0]);
      other.release();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Event", "Mutex", "Semaphore", "Pipe", "NamedPipeServer", "ChildProcess"})
  void documentation_ofEachClass_showsAMethodOfThisTest(String type) throws IOException {
    String shown = source("main", type).replace("\n * ", "\n");
    int start = shown.indexOf("<pre>{@code") + "<pre>{@code".length();
    String example = shown.substring(start, shown.indexOf("}</pre>", start));
    assertTrue(example.length() > 200, example);
    String written = withoutBlanks(source("test", "ExamplesTest"));
    assertTrue(written.contains(withoutBlanks(example)), example);
  }

  private static String source(String tree, String type) throws IOException {
    return Files.readString(
        PROJECT.resolve("src/" + tree + "/java/handlelab/lib/" + type + ".java"));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
