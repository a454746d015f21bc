package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing: once, late enough, and never somebody else's handle. */
final class OwnedHandleTest extends KernelTest {
  @Test
  void close_again_leavesTheValuesNewOwnerAlone() {
    Mailslot first = Mailslot.create(kernel32, "first");
    Handle value = first.handle();
    first.close();
    try (Mailslot second = Mailslot.create(kernel32, "second")) {
      assertEquals(value, second.handle(), "the test needs a value that is reused");
      first.close();
      assertTrue(first.isClosed());
      assertFalse(second.isClosed());
      assertEquals(0, second.info().messageCount());
      for (Runnable use :
          List.<Runnable>of(
              first::receive,
              first::info,
              first::handle,
              first::isInheritable,
              () -> first.setInheritable(true),
              () -> first.setReadTimeoutMillis(5))) {
        IllegalStateException closed = assertThrows(IllegalStateException.class, use::run);
        assertEquals("closed", closed.getMessage());
      }
      assertFalse(second.isInheritable());
      assertEquals(Win32.MAILSLOT_WAIT_FOREVER, second.info().readTimeoutMillis());
      assertEquals("Mailslot closed", first.toString());
      assertEquals("Mailslot " + value, second.toString());
    }
  }

  @Test
  void close_whileThreadsRead_endsTheirReadsAndFreesTheName() throws Exception {
    CountDownLatch reading = new CountDownLatch(3);
    Mailslot slot = Mailslot.create(counting("readFile", reading), "inbox");
    List<Future<byte[]>> readers =
        List.of(
            threads.submit(() -> slot.receive()),
            threads.submit(() -> slot.receive()),
            threads.submit(() -> slot.receive()));
    reading.await();
    slot.close();
    try (Mailslot again = Mailslot.create(kernel32, "inbox")) {
      assertNotEquals(null, again.handle());
    }
    for (Future<byte[]> reader : readers) {
      assertClosed(IllegalStateException.class, reader);
    }
  }

  @Test
  void close_beforeAThreadThatEnteredReads_endsItsRead() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    Kernel32 slow =
        Kernel32Call.intercept(
            call -> {
              if (call.method().equals("readFile")) {
                entered.countDown();
                await(cancelled);
              }
              try {
                return call.invoke(kernel32);
              } finally {
                if (call.method().equals("cancelIoEx")) {
                  cancelled.countDown();
                }
              }
            });
    Mailslot slot = Mailslot.create(slow, "inbox");
    Future<byte[]> reader = threads.submit(() -> slot.receive());
    entered.await();
    slot.close();
    assertClosed(IllegalStateException.class, reader);
  }

  @Test
  void close_onAKernelThatCannotCancel_isDoneByTheLastUser() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicInteger closes = new AtomicInteger();
    Kernel32 withoutCancel =
        Kernel32Call.intercept(
            call -> {
              switch (call.method()) {
                case "cancelIoEx" -> throw new UnsupportedOperationException();
                case "readFile" -> reading.countDown();
                case "closeHandle" -> closes.incrementAndGet();
                default -> {}
              }
              return call.invoke(kernel32);
            });
    Mailslot slot = Mailslot.create(withoutCancel, "inbox");
    try (MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      Future<String> reader = threads.submit(slot::receiveText);
      reading.await();
      slot.close();
      assertEquals(0, closes.get());
      assertThrows(IllegalStateException.class, slot::receive);
      client.send("the last one");
      assertEquals("the last one", reader.get(30, TimeUnit.SECONDS));
    }
    assertEquals(1, closes.get());
    assertThrows(Win32Exception.class, () -> MailslotClient.connect(kernel32, "inbox"));
  }

  @Test
  void close_interrupted_keepsTheInterrupt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Mailslot slot = Mailslot.create(counting("readFile", reading), "inbox");
    Future<byte[]> reader = threads.submit(() -> slot.receive());
    reading.await();
    Thread.currentThread().interrupt();
    slot.close();
    assertTrue(Thread.interrupted());
    assertClosed(IllegalStateException.class, reader);
  }

  @Test
  void close_thatFails_throwsOnce() {
    Mailslot slot = Mailslot.create(kernel32, "inbox");
    Handle value = slot.handle();
    kernel32.closeHandle(value);
    Win32Exception e = assertThrows(Win32Exception.class, slot::close);
    assertEquals(Win32Error.ERROR_INVALID_HANDLE, e.errorCode());
    slot.close();
  }

  @Test
  void close_whileThreadsUseTheHandle_isTheLastCall() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      AtomicBoolean dead = new AtomicBoolean();
      AtomicInteger closes = new AtomicInteger();
      AtomicInteger late = new AtomicInteger();
      Kernel32 watched =
          Kernel32Call.intercept(
              call -> {
                if (call.method().equals("closeHandle")) {
                  dead.set(true);
                  closes.incrementAndGet();
                } else if (dead.get()) {
                  late.incrementAndGet();
                }
                return call.invoke(kernel32);
              });
      Mailslot slot = Mailslot.create(watched, "inbox", 0, 0, false);
      CountDownLatch start = new CountDownLatch(1);
      Future<?> user = threads.submit(() -> useUntilClosed(slot, start));
      Future<?> otherUser = threads.submit(() -> useUntilClosed(slot, start));
      Future<?> otherCloser =
          threads.submit(
              () -> {
                start.await();
                slot.close();
                return null;
              });
      start.countDown();
      slot.close();
      for (Future<?> future : List.of(user, otherUser, otherCloser)) {
        future.get(30, TimeUnit.SECONDS);
      }
      assertEquals(1, closes.get());
      assertEquals(0, late.get(), "calls after the close, round " + round);
    }
  }

  private static Void useUntilClosed(Mailslot slot, CountDownLatch start)
      throws InterruptedException {
    start.await();
    try {
      while (true) {
        assertEquals(0, slot.info().messageCount());
        assertTrue(slot.tryReceive().isEmpty());
      }
    } catch (IllegalStateException e) {
      assertEquals("closed", e.getMessage());
      return null;
    }
  }
}
