package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Anonymous pipes through the library class, on a simulated kernel of this JVM. */
final class PipeTest extends KernelTest {
  @Test
  void bytes_moreThanTheBuffer_arriveInOrderAndThenTheStreamEnds() throws Exception {
    byte[] sent = new byte[1_000_000];
    new Random(7).nextBytes(sent);
    try (Pipe pipe = Pipe.create(kernel32, 512)) {
      Future<?> writer =
          threads.submit(
              () -> {
                try (OutputStream out = pipe.writeEnd().outputStream()) {
                  out.write(sent, 0, 1);
                  out.write(sent[1]);
                  out.write(sent, 2, 0);
                  out.write(sent, 2, sent.length - 2);
                }
                return null;
              });
      InputStream in = pipe.readEnd().inputStream();
      assertEquals(0, in.read(new byte[0]));
      assertEquals(sent[0] & 0xFF, in.read());
      byte[] rest = in.readAllBytes();
      byte[] received = new byte[sent.length];
      received[0] = sent[0];
      System.arraycopy(rest, 0, received, 1, rest.length);
      assertArrayEquals(sent, received);
      assertEquals(-1, in.read());
      writer.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void writeOfNoBytes_byAnotherProgram_doesNotEndTheStream() throws IOException {
    try (Pipe pipe = Pipe.create(kernel32)) {
      kernel32.writeFile(pipe.writeEnd().handle(), ByteBuffer.allocate(0));
      pipe.writeEnd().outputStream().write('x');
      assertEquals('x', pipe.readEnd().inputStream().read());
    }
  }

  @Test
  void stream_whoseWriteEndIsOpenTwice_endsWithTheLastOne() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    try (Pipe pipe = Pipe.create(counting("readFile", reading))) {
      Pipe.WriteEnd second = Pipe.WriteEnd.adopt(kernel32, duplicate(pipe.writeEnd()));
      pipe.writeEnd().close();
      Future<byte[]> reader = threads.submit(() -> pipe.readEnd().inputStream().readAllBytes());
      reading.await();
      second.outputStream().write("last".getBytes(StandardCharsets.US_ASCII));
      second.close();
      assertEquals("last", new String(reader.get(30, TimeUnit.SECONDS), StandardCharsets.US_ASCII));
      assertEquals("closed", closed(() -> second.outputStream().write(1)));
      assertTrue(pipe.toString().endsWith(", WriteEnd closed]"), pipe.toString());
    }
  }

  @Test
  void write_withoutAReadEnd_saysThatThePipeIsBroken() {
    try (Pipe pipe = Pipe.create(kernel32)) {
      pipe.readEnd().close();
      IOException broken =
          assertThrows(IOException.class, () -> pipe.writeEnd().outputStream().write(1));
      assertEquals(
          "WriteFile failed: ERROR_NO_DATA (232): every read end of the pipe is closed; stop"
              + " writing, or start a new reader",
          broken.getMessage());
      assertInstanceOf(Win32Exception.class, broken.getCause());
    }
  }

  @Test
  void child_withTheWriteEnd_isReadUntilItEnds() throws Exception {
    kernel.install(
        "worker.exe",
        (inWorker, arguments) -> {
          Handle value = Handle.parse(arguments.get(0));
          try (OutputStream out = Pipe.WriteEnd.adopt(inWorker, value).outputStream()) {
            out.write("from the child".getBytes(StandardCharsets.US_ASCII));
          } catch (IOException e) {
            return 1;
          }
          return 0;
        });
    try (Pipe pipe = Pipe.create(kernel32);
        ChildProcess worker = startWith("worker.exe", pipe.writeEnd())) {
      pipe.writeEnd().close();
      byte[] output = pipe.readEnd().inputStream().readAllBytes();
      assertEquals("from the child", new String(output, StandardCharsets.US_ASCII));
      assertEquals(0, worker.waitFor());
    }
  }

  @Test
  void stream_ofAChildThatWasLaunched_endsThoughAnotherChildInheritedAll() throws Exception {
    kernel.install(
        "wait.exe",
        (child, arguments) -> child.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE));
    try (Pipe pipe = Pipe.create(kernel32);
        ChildProcess reader = startWith("wait.exe", pipe.readEnd());
        ChildProcess other = ChildProcess.builder("wait.exe").inheritHandles().start(kernel32)) {
      assertEquals(List.of(), kernel.handleTables().handles(other.processId()));
      pipe.writeEnd().close();
      assertEquals(-1, pipe.readEnd().inputStream().read());
      reader.terminate(0);
      other.terminate(0);
    }
  }

  @Test
  void stream_whoseWriteEndAnotherChildInherited_endsWithThatChild() throws Exception {
    kernel.install(
        "wait.exe",
        (child, arguments) -> child.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE));
    try (Pipe pipe = Pipe.create(kernel32)) {
      pipe.writeEnd().setInheritable(true);
      try (ChildProcess culprit =
          ChildProcess.builder("wait.exe").inheritHandles().start(kernel32)) {
        pipe.writeEnd().close();
        Handle read = pipe.readEnd().handle();
        assertEquals(0, kernel32.peekNamedPipe(read, ByteBuffer.allocate(1)).totalAvailable());
        culprit.terminate(0);
        assertEquals(-1, pipe.readEnd().inputStream().read());
      }
    }
  }

  private ChildProcess startWith(String image, OwnedHandle end) {
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      Handle inChild = launch.give(end.handle());
      return launch.start(List.of(image, inChild.toString()));
    }
  }

  private static String closed(Executable call) {
    return assertThrows(IOException.class, call).getMessage();
  }
}
