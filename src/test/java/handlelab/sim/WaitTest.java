package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait, on a clock and in an order that the test decides. */
@Timeout(60)
class WaitTest {
  private static final String SLOT = "\\\\.\\mailslot\\waited";

  private final List<String> told = new ArrayList<>();
  private final Scheduler scheduler =
      new Scheduler(new Random(1), () -> told.add("all wait without end"));
  private final SimulatedKernel kernel =
      new SimulatedKernel(scheduler, new Memory(1 << 20), Ids.neverReused());
  private final HostedProcess host = kernel.startHostedProcess("host.exe");
  private final Kernel32 kernel32 = host.kernel32();
  private final Handle slot = kernel32.createMailslot(SLOT, 0, -1, null);
  private final Handle client =
      kernel32.createFile(SLOT, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);

  private void write(int... bytes) {
    ByteBuffer message = ByteBuffer.allocate(bytes.length);
    for (int value : bytes) {
      message.put((byte) value);
    }
    kernel32.writeFile(client, message.flip());
  }

  /** Lets the tasks that were spawned so far come to where they wait. */
  private void settle() {
    for (int i = 0; i < 50; i++) {
      scheduler.letOthersRun();
    }
  }

  /** Spawns a task, whose result or error is told. */
  private void spawn(String name, Supplier<Object> call) {
    scheduler.spawn(
        () -> {
          String result;
          try {
            result = call.get().toString();
          } catch (Win32Exception e) {
            result = Win32Error.describe(e.errorCode());
          } catch (ProcessEndedException e) {
            result = "its process has ended";
          }
          told.add(name + " " + result);
        });
  }

  @Test
  void sixtyFourWaitersForOneEvent_areServedInTheOrderInWhichTheyCame() {
    Handle event = kernel32.createEvent(null, false, false, null).handle();
    List<String> expected = new ArrayList<>();
    run(
        () -> {
          for (int i = 0; i < 64; i++) {
            spawn("waiter " + i, () -> kernel32.waitForSingleObject(event, Win32.INFINITE));
            expected.add("waiter " + i + " 0");
            settle();
          }
          for (int i = 0; i < 64; i++) {
            assertEquals(expected.subList(0, i), told);
            kernel32.setEvent(event);
            settle();
          }
        });
    assertEquals(expected, told);
  }

  private Object read(Kernel32 reader, int size) {
    ByteBuffer target = ByteBuffer.allocate(size);
    reader.readFile(slot, target);
    return target.position() == 0 ? "empty" : target.get(0);
  }

  private void run(Runnable test) {
    scheduler.spawn(test);
    scheduler.run();
    assertFalse(kernel.lock.isLocked(), "a call kept the lock");
    kernel.close();
  }

  @Test
  void reads_thatWait_areServedInTheOrderInWhichTheyCame() {
    run(
        () -> {
          for (String name : List.of("first", "second", "third")) {
            spawn(name, () -> read(kernel32, 10));
            settle();
          }
          write(1);
          write(2);
          settle();
          assertEquals(2, told.size(), told::toString);
          write(3);
          settle();
        });
    assertEquals(List.of("first 1", "second 2", "third 3"), told.stream().sorted().toList());
  }

  @Test
  void read_thatIsTooSmall_leavesTheMessageForTheNextOne() {
    run(
        () -> {
          spawn("small", () -> read(kernel32, 1));
          settle();
          spawn("large", () -> read(kernel32, 2));
          settle();
          write(7, 7);
          settle();
          assertEquals(0, kernel32.getMailslotInfo(slot).messageCount());
        });
    assertEquals(
        List.of("large 7", "small ERROR_INSUFFICIENT_BUFFER (122)"),
        told.stream().sorted().toList());
  }

  @Test
  void serverHandle_isNotSignalledWhileAReadWaits() {
    run(
        () -> {
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0), "idle");
          spawn("read", () -> read(kernel32, 10));
          settle();
          assertEquals(Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(slot, 0), "pending");
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(client, 0));
          spawn("wait", () -> kernel32.waitForSingleObject(slot, Win32.INFINITE));
          settle();
          assertEquals(List.of(), told);
          write(1);
          settle();
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0), "done");
          spawn("read again", () -> read(kernel32, 10));
          settle();
          kernel32.cancelIoEx(slot);
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0), "cancelled");
        });
    assertEquals(
        List.of("read 1", "read again ERROR_OPERATION_ABORTED (995)", "wait 0"),
        told.stream().sorted().toList());
  }

  @Test
  void read_withATimeout_failsWhenThatHasPassed() {
    run(
        () -> {
          kernel32.setMailslotInfo(slot, 5_000);
          long before = scheduler.nanoTime();
          spawn("read", () -> read(kernel32, 10));
          assertEquals(
              Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, 4_000));
          assertEquals(List.of(), told);
          assertEquals(
              Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, 2_000));
          long waited = scheduler.nanoTime() - before;
          assertTrue(waited >= 6_000_000_000L && waited < 6_100_000_000L, () -> waited + " ns");
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0), "it is over");
          write(1);
          assertEquals(1, kernel32.getMailslotInfo(slot).messageCount(), "nobody took it");
        });
    assertEquals(List.of("read ERROR_SEM_TIMEOUT (121)"), told);
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

  @Test
  void read_endsWhenTheLastServerHandleIsClosed() {
    run(
        () -> {
          spawn("read", () -> read(kernel32, 10));
          settle();
          kernel32.closeHandle(slot);
          settle();
        });
    assertEquals(List.of("read ERROR_HANDLE_EOF (38)"), told);
  }

  /** A message that comes after the end of a reader's process is not given to that. */
  @Test
  void read_ofAnEndedProcess_takesNoMessage() {
    run(
        () -> {
          HostedChild child =
              host.createChild("child.exe", null, null, false, 0, StartupInfo.DEFAULT);
          Kernel32 other = child.process().kernel32();
          Handle there =
              kernel32.duplicateHandle(
                  Handle.CURRENT_PROCESS,
                  slot,
                  child.information().process(),
                  0,
                  false,
                  Win32.DUPLICATE_SAME_ACCESS);
          assertEquals(slot, there, "the first row of an empty table");
          spawn("read", () -> read(other, 10));
          spawn("wait", () -> other.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE));
          settle();
          child.process().closeTable();
          write(1);
          assertEquals(1, kernel32.getMailslotInfo(slot).messageCount());
          assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(slot, 0));
        });
    assertEquals(
        List.of("read its process has ended", "wait its process has ended"),
        told.stream().sorted().toList());
  }

  @Test
  void cancelIoEx_endsTheReadsOfItsProcessOnly() {
    run(
        () -> {
          HostedChild child =
              host.createChild("child.exe", null, null, false, 0, StartupInfo.DEFAULT);
          kernel32.duplicateHandle(
              Handle.CURRENT_PROCESS,
              slot,
              child.information().process(),
              0,
              false,
              Win32.DUPLICATE_SAME_ACCESS);
          spawn("own", () -> read(kernel32, 10));
          spawn("other", () -> read(child.process().kernel32(), 10));
          settle();
          kernel32.cancelIoEx(slot);
          settle();
          assertEquals(List.of("own ERROR_OPERATION_ABORTED (995)"), told);
          write(2);
          settle();
        });
    assertEquals(List.of("own ERROR_OPERATION_ABORTED (995)", "other 2"), told);
  }

  @Test
  void wait_forAProcess_returnsWithItsEnd() {
    run(
        () -> {
          HostedChild child =
              host.createChild("child.exe", null, null, false, 0, StartupInfo.DEFAULT);
          spawn(
              "process",
              () -> kernel32.waitForSingleObject(child.information().process(), Win32.INFINITE));
          spawn(
              "thread",
              () -> kernel32.waitForSingleObject(child.information().thread(), Win32.INFINITE));
          settle();
          child.process().closeTable();
          settle();
          assertEquals(List.of(), told, "its exit code is not known yet");
          child.process().exit(3);
        });
    assertEquals(List.of("process 0", "thread 0"), told.stream().sorted().toList());
  }
}
