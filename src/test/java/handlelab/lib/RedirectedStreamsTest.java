package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Children whose streams this process reads and writes. */
final class RedirectedStreamsTest extends KernelTest {
  @BeforeEach
  void install() {
    kernel.install("copy.exe", (child, arguments) -> copy(child));
    kernel.install("say.exe", RedirectedStreamsTest::say);
    kernel.install("nothing.exe", (child, arguments) -> 0);
  }

  private static int copy(Kernel32 child) throws IOException {
    try (InputStream in = ClassesOnThisSystemTest.input(child);
        OutputStream out = ClassesOnThisSystemTest.output(child, Win32.STD_OUTPUT_HANDLE)) {
      in.transferTo(out);
    }
    return 0;
  }

  /** Writes to its output, then to its standard error. */
  private static int say(Kernel32 child, List<String> arguments) {
    for (int stdHandle : new int[] {Win32.STD_OUTPUT_HANDLE, Win32.STD_ERROR_HANDLE}) {
      String text = stdHandle == Win32.STD_OUTPUT_HANDLE ? "out " : "err";
      child.writeFile(
          child.getStdHandle(stdHandle), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    return 3;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void errors_redirected_comeByAStreamOfTheirOwnOrWithTheOutput() throws Exception {
    try (ChildProcess child = ChildProcess.builder("say").redirectStreams().start(kernel32)) {
      assertEquals("out ", readAll(child.inputStream()));
      assertEquals("err", readAll(child.errorStream()));
      assertEquals(3, child.waitFor());
    }
    try (ChildProcess child = ChildProcess.builder("say").redirectErrorStream().start(kernel32)) {
      assertEquals("out err", readAll(child.inputStream()));
      assertEquals("", readAll(child.errorStream()));
    }
  }

  @Test
  void child_redirected_inheritsThreeEndsAndNothingElse() {
    try (Mailslot inheritable = Mailslot.create(kernel32, "other", 0, 0, true);
        ChildProcess child =
            ChildProcess.builder("copy").redirectStreams().suspended().start(kernel32)) {
      List<HandleRow> rows = kernel.handleTables().handles(child.processId());
      assertEquals(3, rows.size(), rows::toString);
      rows.forEach(row -> assertEquals(1, row.usageCount(), row::toString));
      child.terminate(0);
      assertEquals(true, inheritable.isInheritable());
    }
  }

  @Test
  void launch_withRedirectedStreams_givesMoreHandles() throws Exception {
    kernel.install(
        "tell.exe",
        (child, arguments) -> {
          child.setEvent(Handle.parse(arguments.get(0)));
          return 0;
        });
    try (Event told = Event.create(kernel32, null, true);
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      Handle inChild = launch.redirectStreams().give(told.handle());
      assertThrows(IllegalStateException.class, launch::redirectStreams);
      try (ChildProcess child = launch.start(List.of("tell", inChild.toString()))) {
        assertEquals("", readAll(child.inputStream()));
        assertEquals(true, told.waitFor(0));
      }
    }
  }

  @Test
  void launch_redirectedAndNotStarted_leavesNothingOpen() {
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      launch.redirectStreams();
      assertThrows(Win32Exception.class, () -> launch.start(List.of("missing.exe")));
    }
    ChildLaunch.of(kernel32).redirectStreams().close();
  }

  @Test
  void streams_notRedirectedOrBesideOthers_areRefused() {
    try (ChildProcess child = ChildProcess.builder("nothing").start(kernel32)) {
      assertThrows(IllegalStateException.class, child::inputStream);
      child.waitFor();
    }
    ChildProcess.Builder both = ChildProcess.builder("say").redirectStreams().inheritHandles();
    assertThrows(IllegalStateException.class, () -> both.start(kernel32));
  }

  @Test
  void close_whileAThreadReads_endsTheReadAndTheChildsInput() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    ChildProcess child =
        ChildProcess.builder("copy").redirectStreams().start(counting("readFile", reading));
    Future<?> reader = threads.submit(() -> child.inputStream().read());
    reading.await();
    Handle process = duplicate(child);
    child.close();
    assertClosed(IOException.class, reader);
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(process, 30_000));
    kernel32.closeHandle(process);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the simulated kernel of the user")
  void javaProgram_redirected_readsAndWrites() throws Exception {
    List<String> command = JavaCommand.of(ClassesOnThisSystemTest.class, List.of());
    try (Backend backend = Backends.open(BackendKind.SIMULATED);
        ChildProcess child =
            ChildProcess.builder(command).redirectStreams().start(backend.kernel32())) {
      write(child.outputStream(), "Grüße");
      child.outputStream().close();
      assertEquals("Grüße", readAll(child.inputStream()));
      assertEquals("copied", readAll(child.errorStream()));
      assertEquals(0, child.waitFor());
    }
  }
}
