package handlelab.contract;

import static handlelab.api.Win32.MAILSLOT_WAIT_FOREVER;
import static handlelab.api.Win32Error.ERROR_NOT_FOUND;
import static handlelab.api.Win32Error.ERROR_OPERATION_ABORTED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WriteFile and ReadFile: boundaries, empty messages, timeouts, buffers too small. */
class MailslotMessageTest extends ContractTest {
  private String name;
  private Handle slot;
  private Handle client;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
    client = openClient(parent, name);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void assertWaiting(int nextSize, int count) {
    MailslotInfo info = parent.getMailslotInfo(slot);
    assertEquals(nextSize + " of " + count, info.nextSize() + " of " + info.messageCount());
  }

  @Fact("write-is-one-message")
  void buffers_areUsedFromPositionToLimit() {
    ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}).position(1).limit(4);
    assertEquals(3, parent.writeFile(client, source));
    assertEquals(4, source.position());
    ByteBuffer target = ByteBuffer.allocate(10).position(2);
    assertEquals(3, parent.readFile(slot, target));
    assertEquals(5, target.position());
    assertEquals(10, target.limit());
    assertArrayEquals(new byte[] {0, 0, 2, 3, 4, 0, 0, 0, 0, 0}, target.array());
  }

  @Fact("write-is-one-message")
  void buffers_directSlicedAndReadOnly_work() {
    ByteBuffer direct = ByteBuffer.allocateDirect(6);
    direct.put(new byte[] {9, 8, 7, 6, 5, 4}).flip();
    assertEquals(4, parent.writeFile(client, direct.position(2).slice().asReadOnlyBuffer()));
    ByteBuffer target = ByteBuffer.allocateDirect(16).position(3).slice();
    assertEquals(4, parent.readFile(slot, target));
    target.flip();
    assertEquals(ByteBuffer.wrap(new byte[] {7, 6, 5, 4}), target);
  }

  @Fact("maximum-zero-is-any-size")
  void largeMessage_arrivesWhole() {
    byte[] large = bytes(1 << 20);
    assertEquals(large.length, parent.writeFile(client, ByteBuffer.wrap(large)));
    assertWaiting(large.length, 1);
    ByteBuffer target = ByteBuffer.allocate(large.length);
    assertEquals(large.length, parent.readFile(slot, target));
    assertArrayEquals(large, target.array());
  }

  @Fact("writing-never-waits")
  void writer_doesNotWaitForAReader() {
    for (int i = 0; i < 1000; i++) {
      write(parent, client, Integer.toString(i));
    }
    assertWaiting(1, 1000);
    for (int i = 0; i < 1000; i++) {
      assertEquals(Integer.toString(i), read(parent, slot));
    }
    assertWaiting(MailslotInfo.NO_MESSAGE, 0);
  }

  @Fact("read-waits-out-timeout")
  void read_waitsOutTheTimeout() {
    parent.setMailslotInfo(slot, 300);
    long start = System.nanoTime();
    assertEmpty(parent, slot);
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(waited >= 270, () -> "waited only " + waited + " ms");
  }

  @Fact("write-ends-waiting-read")
  void waitingRead_endsWithAWrite() {
    parent.setMailslotInfo(slot, MAILSLOT_WAIT_FOREVER);
    CompletableFuture<String> reader = inBackground(() -> read(parent, slot));
    write(parent, client, "wake up");
    assertEquals("wake up", reader.orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Fact({"write-ends-waiting-read", "message-wakes-one-reader"})
  void message_wakesOneReader() {
    parent.setMailslotInfo(slot, MAILSLOT_WAIT_FOREVER);
    CompletableFuture<String> first = inBackground(() -> read(parent, slot));
    CompletableFuture<String> second = inBackground(() -> read(parent, slot));
    write(parent, client, "a");
    CompletableFuture.anyOf(first, second).orTimeout(20, TimeUnit.SECONDS).join();
    assertTrue(first.isDone() != second.isDone(), "both readers got the one message");
    write(parent, client, "b");
    CompletableFuture.allOf(first, second).orTimeout(20, TimeUnit.SECONDS).join();
    assertEquals("ab", first.join().equals("a") ? "ab" : second.join() + first.join());
  }

  @Test
  void cancelledRead_isAborted() {
    parent.setMailslotInfo(slot, MAILSLOT_WAIT_FOREVER);
    Handle other = duplicate(parent, slot);
    CompletableFuture<String> reader = inBackground(() -> read(parent, slot));
    assertFails("CancelIoEx", ERROR_NOT_FOUND, () -> parent.cancelIoEx(client));
    // Nothing tells that the read has begun; until then there is nothing to cancel.
    boolean isCancelled = false;
    while (!isCancelled && !reader.isDone()) {
      try {
        parent.cancelIoEx(slot);
        isCancelled = true;
      } catch (Win32Exception notYet) {
        assertEquals(ERROR_NOT_FOUND, notYet.errorCode());
      }
    }
    CompletionException end = assertThrows(CompletionException.class, reader::join);
    assertFails(
        "ReadFile",
        ERROR_OPERATION_ABORTED,
        () -> {
          throw end.getCause();
        });
    assertFails("CancelIoEx", ERROR_NOT_FOUND, () -> parent.cancelIoEx(slot));
    parent.closeHandle(slot);
    assertFails("CancelIoEx", 6, () -> parent.cancelIoEx(slot));
    parent.setMailslotInfo(other, 0);
    assertEmpty(parent, other);
  }

  @Fact("small-buffer-leaves-message")
  void smallerMessage_doesNotOvertake() {
    write(parent, client, "large one");
    write(parent, client, "s");
    assertFails("ReadFile", 122, () -> parent.readFile(slot, ByteBuffer.allocate(1)));
    assertWaiting(9, 2);
  }

  @Fact({"writing-never-waits", "one-message-per-read-in-order"})
  void tenWritersAtOnce_loseAndMixNothing() {
    int writers = 10;
    int messages = 100;
    CompletableFuture<?>[] running = new CompletableFuture<?>[writers];
    for (int w = 0; w < writers; w++) {
      int writer = w;
      Handle own = openClient(parent, name);
      running[w] =
          inBackground(
              () -> {
                for (int m = 0; m < messages; m++) {
                  write(parent, own, "writer " + writer + " message " + m);
                }
                return null;
              });
    }
    parent.setMailslotInfo(slot, 20_000);
    int[] next = new int[writers];
    for (int i = 0; i < writers * messages; i++) {
      String message = read(parent, slot);
      int writer = message.charAt("writer ".length()) - '0';
      assertEquals("writer " + writer + " message " + next[writer], message);
      next[writer]++;
    }
    CompletableFuture.allOf(running).orTimeout(20, TimeUnit.SECONDS).join();
    parent.setMailslotInfo(slot, 0);
    assertEmpty(parent, slot);
  }
}
