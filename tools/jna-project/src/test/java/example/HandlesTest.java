package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandlesTest {
  @Test
  void secondInstance_isRefused_untilTheFirstHasClosed() {
    try (SingleInstance first = SingleInstance.tryAcquire("example of JNA")) {
      assertNotNull(first);
      assertNull(SingleInstance.tryAcquire("example of JNA"));
    }
    try (SingleInstance again = SingleInstance.tryAcquire("example of JNA")) {
      assertNotNull(again);
    }
  }

  @Test
  void flag_letsAnotherThreadGoOn() {
    try (Flag flag = new Flag()) {
      CompletableFuture<Void> waiter = CompletableFuture.runAsync(flag::await);
      assertFalse(waiter.isDone());
      flag.set();
      waiter.join();
    }
  }

  @Test
  void pipe_echoes() throws Exception {
    String name = "\\\\.\\pipe\\example of JNA";
    try (PipeChannel server = PipeChannel.listen(name)) {
      CompletableFuture<Void> echo =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.accept();
                  server.write(server.read());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (PipeChannel client = PipeChannel.connect(name)) {
        client.write(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, client.read());
      }
      echo.join();
    }
  }

  @Test
  void missingPipe_isReportedAsWindowsDoes() {
    IOException failure =
        assertThrows(IOException.class, () -> PipeChannel.connect("\\\\.\\pipe\\no such pipe"));
    assertEquals("The system cannot find the file specified.", failure.getMessage());
  }
}
