package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long calls wait, on a clock that the test decides. */
@Timeout(60)
class WaitTest {
  private static final String SLOT = "\\\\.\\mailslot\\waited";

  private final List<String> told = new ArrayList<>();
  private final Scheduler scheduler =
      new Scheduler(new Random(1), () -> told.add("all wait without end"));
  private final SimulatedKernel kernel =
      new SimulatedKernel(scheduler, new Memory(1 << 20), Ids.neverReused());
  private final Kernel32 kernel32 = kernel.startProcess("host.exe");
  private final Handle slot = kernel32.createMailslot(SLOT, 0, -1, null);
  private final Handle client =
      kernel32.createFile(SLOT, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);

  private void read() {
    Win32Exception failed =
        assertThrows(Win32Exception.class, () -> kernel32.readFile(slot, ByteBuffer.allocate(10)));
    told.add(Win32Error.describe(failed.errorCode()));
  }

  private void run(Runnable test) {
    scheduler.spawn(test);
    scheduler.run();
    assertFalse(kernel.lock.isLocked(), "a call kept the lock");
    kernel.close();
  }

  @Test
  void read_withATimeout_failsWhenThatHasPassed() {
    run(
        () -> {
          kernel32.setMailslotInfo(slot, 5_000);
          long before = scheduler.nanoTime();
          scheduler.spawn(this::read);
          assertEquals(
              Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, 4_000));
          assertEquals(List.of(), told);
          assertEquals(
              Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, 2_000));
          long waited = scheduler.nanoTime() - before;
          assertTrue(waited >= 6_000_000_000L && waited < 6_100_000_000L, () -> waited + " ns");
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0), "it is over");
          kernel32.writeFile(client, ByteBuffer.allocate(1));
          assertEquals(1, kernel32.getMailslotInfo(slot).messageCount(), "nobody took it");
        });
    assertEquals(List.of("ERROR_SEM_TIMEOUT (121)"), told);
  }

  /** The largest number of milliseconds but one is 49 days. */
  @Test
  void timeout_isUnsigned() {
    run(
        () -> {
          assertEquals(
              Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, -2));
          assertTrue(scheduler.nanoTime() >= 4_294_967_294_000_000L);
        });
  }

  private long millisUntilTaken(String pipe, int timeoutMillis) {
    long before = scheduler.nanoTime();
    assertFalse(kernel32.waitNamedPipe(pipe, timeoutMillis));
    return (scheduler.nanoTime() - before) / 1_000_000;
  }

  @Test
  void waitNamedPipe_byDefault_waitsAsLongAsTheFirstInstanceSays() {
    String pipe = "\\\\.\\pipe\\waited-";
    run(
        () -> {
          for (int millis : new int[] {0, 7_000}) {
            String name = pipe + millis;
            kernel32.createNamedPipe(name, Win32.PIPE_ACCESS_INBOUND, 0, 1, 1, 1, millis, null);
            kernel32.createFile(
                name, Win32.GENERIC_WRITE, 0, null, Win32.OPEN_EXISTING, 0, Handle.NULL);
          }
          int byDefault = Win32.NMPWAIT_USE_DEFAULT_WAIT;
          assertEquals(50, millisUntilTaken(pipe + 0, byDefault));
          assertEquals(7_000, millisUntilTaken(pipe + 7_000, byDefault));
          assertEquals(3_000, millisUntilTaken(pipe + 7_000, 3_000));
        });
  }
}
