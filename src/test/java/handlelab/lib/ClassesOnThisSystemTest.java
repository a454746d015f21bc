package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.junit.HandleLabExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Closing while another thread waits, and a child's streams, on the kernel of this system: the real
 * one where there is one. Each test must leave no handle.
 */
@Tag("real")
@Timeout(120)
final class ClassesOnThisSystemTest {
  private static final String NAME = "closed-" + ProcessHandle.current().pid();
  private static final List<String> COPY = JavaCommand.of(ClassesOnThisSystemTest.class, List.of());

  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.ofThisSystem().installing(COPY.get(0), (child, arguments) -> copy(child));

  /** What a child does: copies its input to its output, and says so on its standard error. */
  public static void main(String[] arguments) throws IOException {
    System.in.transferTo(System.out);
    System.err.print("copied");
  }

  /** The same on a kernel in this JVM. */
  private static int copy(Kernel32 child) throws IOException {
    try (InputStream in = input(child);
        OutputStream out = output(child, Win32.STD_OUTPUT_HANDLE);
        OutputStream error = output(child, Win32.STD_ERROR_HANDLE)) {
      in.transferTo(out);
      error.write("copied".getBytes(StandardCharsets.UTF_8));
    }
    return 0;
  }

  static InputStream input(Kernel32 child) {
    return Pipe.ReadEnd.adopt(child, child.getStdHandle(Win32.STD_INPUT_HANDLE)).inputStream();
  }

  static OutputStream output(Kernel32 child, int stdHandle) {
    return Pipe.WriteEnd.adopt(child, child.getStdHandle(stdHandle)).outputStream();
  }

  @Test
  void childProcess_redirected_copiesMegabytes(Kernel32 kernel32) throws Exception {
    byte[] bytes = new byte[3_000_000];
    try (ChildProcess child = ChildProcess.builder(COPY).redirectStreams().start(kernel32)) {
      FutureTask<Void> writer =
          start(
              () -> {
                try (OutputStream out = child.outputStream()) {
                  out.write(bytes);
                }
                return null;
              });
      assertEquals(bytes.length, child.inputStream().readAllBytes().length);
      writer.get();
      assertEquals(
          "copied", new String(child.errorStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, child.waitFor());
    }
  }

  private static <T> FutureTask<T> start(Callable<T> call) {
    var task = new FutureTask<>(call);
    new Thread(task).start();
    return task;
  }

  /** A call of an object that waits. */
  private interface Waiting<T> {
    Object await(T object) throws Exception;
  }

  /** Closes while another thread is in {@code function} or about to call it. */
  private static <T extends AutoCloseable> void assertCloseEnds(
      String function,
      Kernel32 kernel32,
      Function<Kernel32, T> opening,
      Waiting<T> waiting,
      Class<? extends Exception> type)
      throws Exception {
    CountDownLatch calls = new CountDownLatch(1);
    Kernel32 counting =
        Kernel32Call.intercept(
            call -> {
              if (call.method().equals(function)) {
                calls.countDown();
              }
              return call.invoke(kernel32);
            });
    T object = opening.apply(counting);
    FutureTask<?> waiter = start(() -> waiting.await(object));
    calls.await();
    object.close();
    var e = assertThrows(ExecutionException.class, () -> waiter.get(30, TimeUnit.SECONDS));
    assertInstanceOf(type, e.getCause());
  }

  @Test
  void close_whileAThreadWaitsForAnEvent_endsTheWait(Kernel32 kernel32) throws Exception {
    assertCloseEnds(
        "waitForMultipleObjects",
        kernel32,
        kernel -> Event.create(kernel, null, true),
        event -> event.waitFor(Win32.INFINITE),
        IllegalStateException.class);
  }

  @Test
  void close_whileAThreadWaitsForAMutex_endsTheWait(Kernel32 kernel32) throws Exception {
    try (Mutex owned = Mutex.create(kernel32, NAME)) {
      owned.acquire();
      assertCloseEnds(
          "waitForMultipleObjects",
          kernel32,
          kernel -> Mutex.open(kernel, NAME),
          Mutex::acquire,
          IllegalStateException.class);
      owned.release();
    }
  }

  @Test
  void close_whileAThreadReadsFromAPipe_endsTheRead(Kernel32 kernel32) throws Exception {
    try (Pipe pipe = Pipe.create(kernel32)) {
      Handle self = Handle.CURRENT_PROCESS;
      Handle duplicate =
          kernel32.duplicateHandle(
              self, pipe.readEnd().handle(), self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
      assertCloseEnds(
          "readFile",
          kernel32,
          kernel -> Pipe.ReadEnd.adopt(kernel, duplicate),
          end -> end.inputStream().read(),
          IOException.class);
    }
  }

  @Test
  void close_whileAThreadWritesToAFullPipe_endsTheWrite(Kernel32 kernel32) throws Exception {
    assertCloseEnds(
        "writeFile",
        kernel32,
        Pipe::create,
        pipe -> {
          pipe.writeEnd().outputStream().write(new byte[1_000_000]);
          return null;
        },
        IOException.class);
  }

  @Test
  void close_whileAThreadAccepts_endsTheWait(Kernel32 kernel32) throws Exception {
    assertCloseEnds(
        "connectNamedPipe",
        kernel32,
        kernel -> NamedPipeServer.create(kernel, NAME),
        NamedPipeServer::accept,
        IllegalStateException.class);
  }
}
