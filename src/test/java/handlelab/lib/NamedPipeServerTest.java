package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Named pipes through the library classes, on a simulated kernel of this JVM. */
final class NamedPipeServerTest extends KernelTest {
  private final Kernel32 client32 = kernel.startProcess("client.exe");

  @AfterEach
  void nothingIsLeftInTheClient() {
    assertEquals(List.of(), kernel.handleTables().handles(client32.getCurrentProcessId()));
  }

  @Test
  void clients_atOnce_eachTalkToAConnectionOfTheirOwn() throws Exception {
    int clients = 8;
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo")) {
      List<Future<?>> acceptors = new ArrayList<>();
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int question = i;
        acceptors.add(threads.submit(() -> echo(server)));
        answers.add(threads.submit(() -> ask(question)));
      }
      for (int i = 0; i < clients; i++) {
        assertEquals(i, answers.get(i).get(30, TimeUnit.SECONDS));
        acceptors.get(i).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Void echo(NamedPipeServer server) throws IOException {
    try (NamedPipeConnection connection = server.accept()) {
      assertEquals(1, connection.inputStream().transferTo(connection.outputStream()));
    }
    return null;
  }

  private int ask(int question) throws IOException {
    try (NamedPipeConnection connection =
        NamedPipeConnection.connect(client32, "\\\\.\\pipe\\ECHO")) {
      connection.outputStream().write(question);
      return connection.inputStream().read();
    }
  }

  @Test
  void write_whileAnotherThreadReads_doesNotWait() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Kernel32 watched = before("readFile", client32, reading::countDown);
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo");
        NamedPipeConnection client = NamedPipeConnection.connect(watched, "echo");
        NamedPipeConnection accepted = server.accept()) {
      Future<Integer> reader = threads.submit(() -> client.inputStream().read());
      reading.await();
      client.outputStream().write(1);
      assertEquals(1, accepted.inputStream().read());
      accepted.outputStream().write(2);
      assertEquals(2, reader.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void otherEnd_closed_endsTheStreamAfterWhatWasWrittenAndBreaksWrites() throws Exception {
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo");
        NamedPipeConnection client = NamedPipeConnection.connect(client32, "echo")) {
      NamedPipeConnection accepted = server.accept();
      accepted.outputStream().write(7);
      accepted.close();
      assertEquals(7, client.inputStream().read());
      assertEquals(-1, client.inputStream().read());
      IOException broken = assertThrows(IOException.class, () -> client.outputStream().write(1));
      assertInstanceOf(Win32Exception.class, broken.getCause());
    }
  }

  @Test
  void accept_afterAClientThatCameAndWent_waitsForTheNext() throws Exception {
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo")) {
      NamedPipeConnection.connect(client32, "echo").close();
      Future<Integer> first =
          threads.submit(
              () -> {
                try (NamedPipeConnection accepted = server.accept()) {
                  return accepted.inputStream().read();
                }
              });
      try (NamedPipeConnection second = NamedPipeConnection.connect(client32, "echo")) {
        second.outputStream().write(5);
        assertEquals(5, first.get(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void accept_afterAClientThatWroteAndWent_hasWhatItWrote() throws Exception {
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo")) {
      try (NamedPipeConnection client = NamedPipeConnection.connect(client32, "echo")) {
        client.outputStream().write(5);
      }
      try (NamedPipeConnection accepted = server.accept()) {
        assertArrayEquals(new byte[] {5}, accepted.inputStream().readAllBytes());
      }
    }
  }

  @Test
  void close_whileThreadsAccept_endsTheirWaitsAndFreesTheName() throws Exception {
    CountDownLatch accepting = new CountDownLatch(1);
    Kernel32 watched = before("connectNamedPipe", kernel32, accepting::countDown);
    NamedPipeServer server = NamedPipeServer.create(watched, "echo");
    List<Future<NamedPipeConnection>> acceptors =
        List.of(threads.submit(server::accept), threads.submit(server::accept));
    accepting.await();
    assertFalse(server.isClosed());
    server.close();
    assertTrue(server.isClosed());
    for (Future<?> acceptor : acceptors) {
      assertClosed(IllegalStateException.class, acceptor);
    }
    assertThrows(IllegalStateException.class, server::accept);
    NamedPipeServer.create(kernel32, "echo").close();
  }

  @Test
  void names_thatAreMissingTakenOrBusy_sayWhatToDo() {
    Win32Exception missing =
        assertThrows(Win32Exception.class, () -> NamedPipeConnection.connect(client32, "echo"));
    assertEquals(
        "CreateFileW failed: ERROR_FILE_NOT_FOUND (2): no process serves \\\\.\\pipe\\echo; start"
            + " its server, or wait for it",
        missing.getMessage());
    try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo");
        NamedPipeConnection client = NamedPipeConnection.connect(client32, "echo")) {
      assertFalse(client.isInheritable());
      Win32Exception taken =
          assertThrows(Win32Exception.class, () -> NamedPipeServer.create(client32, "echo"));
      assertEquals(Win32Error.ERROR_ACCESS_DENIED, taken.errorCode());
      assertTrue(taken.getMessage().contains("is served already"), server::toString);
      for (int timeoutMillis : new int[] {0, 20}) {
        Win32Exception busy =
            assertThrows(
                Win32Exception.class,
                () -> NamedPipeConnection.connect(client32, "echo", timeoutMillis));
        assertEquals(Win32Error.ERROR_PIPE_BUSY, busy.errorCode());
        assertTrue(busy.getMessage().contains("came free in time"), busy.getMessage());
      }
    }
    Win32Exception wrong =
        assertThrows(
            Win32Exception.class, () -> NamedPipeServer.create(kernel32, "\\\\.\\mailslot\\x"));
    assertTrue(wrong.getMessage().contains("cannot name a local pipe"), wrong.getMessage());
  }
}
