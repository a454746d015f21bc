package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Messages through the library classes, on a simulated kernel of this JVM. */
final class MailslotTest extends KernelTest {
  @Test
  void text_ofAnyScript_arrivesAsSent() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox");
        MailslotClient client = MailslotClient.connect(kernel32, "\\\\.\\mailslot\\INBOX")) {
      client.send("Grüße, 世界, 🙂");
      client.send("");
      assertEquals("Grüße, 世界, 🙂", slot.receiveText());
      assertEquals(0, slot.receive().length);
    }
  }

  @Test
  void message_longerThanTheBuffer_arrivesWhole() {
    byte[] longMessage = new byte[3_000_000];
    longMessage[2_999_999] = 7;
    try (Mailslot slot = Mailslot.create(kernel32, "inbox");
        MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      client.send(longMessage);
      client.send("next");
      assertArrayEquals(longMessage, slot.receive());
      assertEquals("next", slot.receiveText());
    }
  }

  @Test
  void receive_afterItsTimeout_failsOrIsEmpty() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox", 0, 0, false)) {
      Win32Exception timeout = assertThrows(Win32Exception.class, slot::receive);
      assertEquals(Win32Error.ERROR_SEM_TIMEOUT, timeout.errorCode());
      assertTrue(slot.tryReceive().isEmpty());
      slot.setReadTimeoutMillis(20);
      assertEquals(20, slot.info().readTimeoutMillis());
      assertTrue(slot.tryReceive().isEmpty());
    }
  }

  @Test
  void tryReceive_withAnotherFailure_throwsIt() {
    Kernel32 broken = failing("readFile");
    try (Mailslot slot = Mailslot.create(broken, "inbox")) {
      assertThrows(Win32Exception.class, slot::tryReceive);
    }
  }

  @Test
  void receive_intoASmallBuffer_leavesTheMessage() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox");
        MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      client.send("12345");
      ByteBuffer small = ByteBuffer.allocate(4);
      Win32Exception tooSmall = assertThrows(Win32Exception.class, () -> slot.receive(small));
      assertEquals(Win32Error.ERROR_INSUFFICIENT_BUFFER, tooSmall.errorCode());
      assertEquals(0, small.position());
      ByteBuffer large = ByteBuffer.allocate(9);
      assertEquals(5, slot.receive(large));
      assertEquals(5, large.position());
    }
  }

  @Test
  void message_overTheSlotsLimit_isRefused() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox", 4, Win32.MAILSLOT_WAIT_FOREVER, false);
        MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      Win32Exception tooLong = assertThrows(Win32Exception.class, () -> client.send("12345"));
      assertEquals(Win32Error.ERROR_INVALID_PARAMETER, tooLong.errorCode());
      client.send("1234");
      assertEquals(new MailslotInfo(4, 4, 1, Win32.MAILSLOT_WAIT_FOREVER), slot.info());
      assertEquals("1234", slot.receiveText());
    }
  }

  @Test
  void name_takenOrMissing_isAnError() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox")) {
      Win32Exception taken =
          assertThrows(Win32Exception.class, () -> Mailslot.create(kernel32, "inbox"));
      assertEquals(Win32Error.ERROR_ALREADY_EXISTS, taken.errorCode());
      assertFalse(slot.isInheritable());
    }
    Win32Exception gone =
        assertThrows(Win32Exception.class, () -> MailslotClient.connect(kernel32, "inbox"));
    assertEquals(
        "CreateFileW failed: ERROR_FILE_NOT_FOUND (2): no process receives on"
            + " \\\\.\\mailslot\\inbox; start a receiver, or wait for one",
        gone.getMessage());
  }

  @Test
  @SuppressWarnings("try") // it is closed in between
  void errors_sayWhatTheyMeanAndWhatToDo() {
    assertTrue(
        failure(() -> Mailslot.create(kernel32, "\\\\.\\pipe\\x"))
            .endsWith(" cannot name a local mailslot; give a short word such as inbox"));
    assertTrue(
        failure(() -> MailslotClient.connect(kernel32, "\\\\host\\mailslot\\x"))
            .contains("(3025): \\\\host\\mailslot\\x is on another computer, and current Windows"));
    Mailslot slot = Mailslot.create(kernel32, "small", 4, 0, false);
    try (MailslotClient client = MailslotClient.connect(kernel32, "small")) {
      assertTrue(
          failure(() -> Mailslot.create(kernel32, "small"))
              .endsWith("; choose another name, or end that process"));
      assertTrue(
          failure(() -> client.send("12345"))
              .endsWith(" takes no message of 5 bytes; send a shorter one"));
      assertEquals(0, slot.info().messageCount());
    }
    slot.close();
    Mailslot left = Mailslot.create(kernel32, "left");
    try (MailslotClient client = MailslotClient.connect(kernel32, "left")) {
      left.close();
      assertTrue(failure(() -> client.send("1")).contains("the receiver has gone; start it again"));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Mailslot.create(kernel32, "\\.\\mailslot\\x"));
  }

  private static String failure(Executable call) {
    return assertThrows(Win32Exception.class, call).getMessage();
  }

  private Kernel32 failing(String method) {
    return before(
        method,
        kernel32,
        () -> {
          throw new Win32Exception(method, Win32Error.ERROR_GEN_FAILURE);
        });
  }

  @Test
  void readers_racingForMessagesOfAllSizes_loseNone() throws Exception {
    int messages = 2_000;
    int readers = 4;
    try (Mailslot slot = Mailslot.create(kernel32, "inbox");
        MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      List<Future<List<String>>> results = new ArrayList<>();
      for (int reader = 0; reader < readers; reader++) {
        results.add(threads.submit(() -> readUntilEnd(slot)));
      }
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        // Ever longer ones, so that every reader meets messages that its buffer cannot take.
        String message = i + ":" + "x".repeat(i % 10 == 0 ? 66_000 + 20 * i : i % 7);
        sent.add(message);
        client.send(message);
      }
      for (int reader = 0; reader < readers; reader++) {
        client.send("end");
      }
      List<String> received = new ArrayList<>();
      for (Future<List<String>> result : results) {
        received.addAll(result.get(50, TimeUnit.SECONDS));
      }
      assertEquals(sent.size(), received.size());
      assertEquals(new TreeSet<>(sent), new TreeSet<>(received));
    }
  }

  private static List<String> readUntilEnd(Mailslot slot) {
    List<String> received = new ArrayList<>();
    for (String text = slot.receiveText(); !text.equals("end"); text = slot.receiveText()) {
      received.add(text);
    }
    return received;
  }

  @Test
  void adoptedHandle_isCheckedAndThenOwned() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox")) {
      Mailslot second = Mailslot.adopt(kernel32, duplicate(slot));
      MailslotClient client = MailslotClient.connect(kernel32, "inbox");
      MailslotClient secondClient = MailslotClient.adopt(kernel32, duplicate(client));
      secondClient.send("through the duplicates");
      assertEquals("through the duplicates", second.receiveText());
      for (OwnedHandle end : List.of(second, client, secondClient)) {
        end.close();
      }
    }
    Handle unknown = new Handle(4096);
    for (Executable adoption :
        List.<Executable>of(
            () -> Mailslot.adopt(kernel32, unknown),
            () -> MailslotClient.adopt(kernel32, unknown))) {
      assertTrue(failure(adoption).contains("ERROR_INVALID_HANDLE"));
    }
  }

  @Test
  void inheritability_askedFor_canChange() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox", 0, 0, true);
        MailslotClient client = MailslotClient.connect(kernel32, "inbox", true)) {
      for (OwnedHandle end : List.of(slot, client)) {
        assertTrue(end.isInheritable());
        end.setInheritable(false);
        assertFalse(end.isInheritable());
        end.setInheritable(true);
        assertTrue(end.isInheritable());
      }
    }
  }

  @Test
  void inheritFlag_droppedByTheSystem_isSet() {
    Kernel32 dropping =
        Kernel32Call.intercept(
            call -> {
              Object result = call.invoke(kernel32);
              if (call.opensHandles()) {
                kernel32.setHandleInformation((Handle) result, Win32.HANDLE_FLAG_INHERIT, 0);
              }
              return result;
            });
    try (Mailslot slot = Mailslot.create(dropping, "inbox", 0, 0, true);
        MailslotClient client = MailslotClient.connect(dropping, "inbox", true)) {
      assertTrue(slot.isInheritable());
      assertTrue(client.isInheritable());
    }
  }

  @Test
  void inheritFlag_thatCannotBeRead_leavesNoHandle() {
    Kernel32 broken = failing("getHandleInformation");
    assertThrows(Win32Exception.class, () -> Mailslot.create(broken, "inbox", 0, 0, true));
    try (Mailslot slot = Mailslot.create(kernel32, "inbox")) {
      assertThrows(Win32Exception.class, () -> MailslotClient.connect(broken, "inbox", true));
      Collection<?> rows = kernel.handleTables().handles(kernel32.getCurrentProcessId());
      assertEquals(1, rows.size(), "only " + slot);
    }
  }
}
