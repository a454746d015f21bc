package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Events through the library class, and the closing of objects that threads wait for. */
final class EventTest extends KernelTest {
  @Test
  void event_withManualReset_staysSetUntilReset() {
    try (Event event = Event.create(kernel32, null, true)) {
      assertFalse(event.existed());
      assertFalse(event.waitFor(0));
      event.set();
      assertTrue(event.waitFor(0));
      event.waitFor();
      event.reset();
      assertFalse(event.waitFor(1));
    }
  }

  @Test
  void event_withoutManualReset_letsOneWaiterGo() {
    try (Event event = Event.create(kernel32, null, false, true, true)) {
      assertTrue(event.isInheritable());
      assertTrue(event.waitFor(0));
      assertFalse(event.waitFor(0));
    }
  }

  @Test
  void name_inAnotherProcess_leadsToTheSameEvent() throws Exception {
    Kernel32 other = kernel.startProcess("other.exe");
    try (Event event = Event.create(kernel32, "ready", true);
        Event opened = Event.open(other, "ready");
        Event created = Event.create(other, "ready", false, true, false)) {
      assertTrue(opened.existed());
      assertTrue(created.existed());
      assertFalse(event.waitFor(0));
      Future<Boolean> waiter = threads.submit(() -> event.waitFor(30_000));
      opened.set();
      assertTrue(waiter.get(30, TimeUnit.SECONDS));
      assertTrue(created.waitFor(0));
    }
  }

  @Test
  void names_thatAreMissingTakenOrWrong_sayWhatToDo() {
    Win32Exception missing =
        assertThrows(Win32Exception.class, () -> Event.open(kernel32, "ready"));
    assertEquals(
        "OpenEventW failed: ERROR_FILE_NOT_FOUND (2): no process has the event ready; create it,"
            + " or wait for its maker",
        missing.getMessage());
    try (Mutex mutex = Mutex.create(kernel32, "ready")) {
      Win32Exception taken =
          assertThrows(Win32Exception.class, () -> Event.create(kernel32, "ready", true));
      assertEquals(Win32Error.ERROR_INVALID_HANDLE, taken.errorCode());
      assertTrue(taken.getMessage().endsWith("share their names: choose another"), mutex::toString);
    }
    Win32Exception wrong =
        assertThrows(Win32Exception.class, () -> Event.create(kernel32, "a\\b", true));
    assertEquals(Win32Error.ERROR_PATH_NOT_FOUND, wrong.errorCode());
    assertTrue(wrong.getMessage().contains("has no backslash"), wrong.getMessage());
  }

  @Test
  void adoptedHandle_isCheckedAndThenOwned() {
    try (Event event = Event.create(kernel32, null, true)) {
      Event second = Event.adopt(kernel32, duplicate(event));
      second.set();
      assertTrue(event.waitFor(0));
      var closed = second.handle();
      second.close();
      assertThrows(Win32Exception.class, () -> Event.adopt(kernel32, closed));
    }
  }

  @Test
  void interrupt_ofAWait_isKeptAndEndsNoWait() throws Exception {
    CountDownLatch waiting = new CountDownLatch(2);
    try (Event event = Event.create(counting("waitForMultipleObjects", waiting), null, false)) {
      Thread interrupted = Thread.currentThread();
      Future<?> setter =
          threads.submit(
              () -> {
                interrupted.interrupt();
                await(waiting);
                event.set();
              });
      event.waitFor();
      assertTrue(Thread.interrupted());
      setter.get(30, TimeUnit.SECONDS);
      interrupted.interrupt();
      assertFalse(event.waitFor(20));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void close_whileThreadsWait_endsTheirWaitsAndLeavesOthers() throws Exception {
    CountDownLatch waiting = new CountDownLatch(3);
    Event event = Event.create(counting("waitForMultipleObjects", waiting), "ready", false);
    try (Event other = Event.open(kernel32, "ready")) {
      List<Future<?>> waiters =
          List.of(
              threads.submit(() -> event.waitFor()),
              threads.submit(() -> event.waitFor()),
              threads.submit(() -> event.waitFor(Win32.INFINITE)));
      Future<Boolean> stays = threads.submit(() -> other.waitFor(30_000));
      waiting.await();
      event.close();
      for (Future<?> waiter : waiters) {
        assertClosed(IllegalStateException.class, waiter);
      }
      other.set();
      assertTrue(stays.get(30, TimeUnit.SECONDS));
      assertThrows(IllegalStateException.class, event::set);
      assertThrows(IllegalStateException.class, () -> event.waitFor(0));
    }
  }

  @Test
  void close_beforeAThreadThatEnteredWaits_endsItsWait() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    Kernel32 slow =
        before(
            "waitForMultipleObjects",
            before("setEvent", kernel32, closing::countDown),
            () -> {
              entered.countDown();
              await(closing);
            });
    Event event = Event.create(slow, null, false);
    Future<?> waiter = threads.submit(() -> event.waitFor());
    entered.await();
    event.close();
    assertClosed(IllegalStateException.class, waiter);
  }

  @Test
  void close_whileThreadsWaitAndSet_losesNoHandle() throws Exception {
    for (int round = 0; round < 300; round++) {
      Event event = Event.create(kernel32, null, false);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> users =
          List.of(
              threads.submit(() -> untilClosed(start, () -> event.waitFor(1))),
              threads.submit(() -> untilClosed(start, event::waitFor)),
              threads.submit(() -> untilClosed(start, event::set)));
      start.countDown();
      event.close();
      for (Future<?> user : users) {
        user.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Void untilClosed(CountDownLatch start, Runnable call) throws Exception {
    start.await();
    IllegalStateException closed =
        assertThrows(
            IllegalStateException.class,
            () -> {
              while (true) {
                call.run();
              }
            });
    assertEquals("closed", closed.getMessage());
    return null;
  }
}
