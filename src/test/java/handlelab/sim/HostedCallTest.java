package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Calls that may wait, and for which the host keeps no thread. */
@Timeout(60)
class HostedCallTest {
  private static final String NAME = "\\\\.\\mailslot\\hosted";

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess host = kernel.startHostedProcess("host.exe");
  private final HostedThread thread = host.newThread();
  private final Kernel32 kernel32 = thread.kernel32();
  private final Handle slot = kernel32.createMailslot(NAME, 0, -1, null);
  private int changes;

  @AfterEach
  void close() {
    assertFalse(kernel.lock.isHeldByCurrentThread(), "a call kept the lock");
    kernel.close();
  }

  private HostedCall read() {
    return thread.read(slot, Integer.MAX_VALUE, () -> changes++);
  }

  private HostedCall waitFor(Handle handle, int timeoutMillis) {
    return thread.waitForSingleObject(handle, timeoutMillis, () -> changes++);
  }

  private void write(byte... message) {
    Handle client =
        kernel32.createFile(NAME, Win32.GENERIC_WRITE, 1, null, Win32.OPEN_EXISTING, 0, null);
    kernel32.writeFile(client, ByteBuffer.wrap(message));
    kernel32.closeHandle(client);
  }

  private HostedChild child() {
    return host.createChild(
        "child.exe", null, null, false, Win32.CREATE_SUSPENDED, StartupInfo.DEFAULT);
  }

  private static void assertFails(int errorCode, Executable call) {
    assertEquals(errorCode, assertThrows(Win32Exception.class, call).errorCode());
  }

  @Test
  void aReadIsDoneAtOnceWhereAMessageWaits() {
    write((byte) 5);
    HostedCall read = read();
    assertTrue(read.attempt());
    assertEquals(1, read.message().length);
    assertEquals(5, read.message()[0]);
    assertEquals(0, changes);
  }

  @Test
  void aReadIsTriedAgainWhenAMessageCame() {
    HostedCall read = read();
    assertFalse(read.attempt());
    assertFalse(read.attempt(), "nothing has come");
    assertEquals(HostedCall.FOR_EVER, read.remainingNanos());
    write((byte) 6);
    assertEquals(1, changes, "one that tries twice waits once");
    assertTrue(read.attempt());
    assertEquals(6, read.message()[0]);
    write((byte) 7);
    assertEquals(1, changes, "one that is done is not told any more");
    assertEquals(1, kernel32.getMailslotInfo(slot).messageCount());
  }

  @Test
  void allThatWaitAreToldAndOneGetsTheMessage() {
    HostedCall first = read();
    HostedCall second = read();
    assertFalse(first.attempt());
    assertFalse(second.attempt());
    write((byte) 1);
    assertEquals(2, changes);
    assertTrue(first.attempt());
    assertFalse(second.attempt());
    write((byte) 2);
    assertEquals(3, changes);
    assertTrue(second.attempt());
  }

  @Test
  void aMessageThatDoesNotFitStays() {
    write(new byte[10]);
    HostedCall narrow = thread.read(slot, 9, () -> changes++);
    assertFails(Win32Error.ERROR_INSUFFICIENT_BUFFER, narrow::attempt);
    HostedCall wide = thread.read(slot, 10, () -> changes++);
    assertTrue(wide.attempt());
    assertEquals(10, wide.message().length);
  }

  @Test
  void aReadThatMayNotWaitTimesOutAtOnce() {
    kernel32.setMailslotInfo(slot, 0);
    assertFails(Win32Error.ERROR_SEM_TIMEOUT, () -> read().attempt());
    write((byte) 1);
    assertEquals(0, changes, "it does not wait");
  }

  @Test
  void theTimeOutBeginsWithTheFirstAttempt() {
    kernel32.setMailslotInfo(slot, 3_600_000);
    HostedCall read = read();
    assertFalse(read.attempt());
    long remaining = read.remainingNanos();
    assertTrue(remaining <= TimeUnit.HOURS.toNanos(1));
    assertTrue(remaining > TimeUnit.MINUTES.toNanos(50));
    kernel32.setMailslotInfo(slot, 0);
    assertFalse(read.attempt(), "what is set later is for later reads");
  }

  @Test
  void aCancelledReadTakesNothing() {
    HostedCall read = read();
    assertFalse(read.attempt());
    read.cancel();
    write((byte) 8);
    assertFails(Win32Error.ERROR_OPERATION_ABORTED, read::attempt);
    assertEquals(1, kernel32.getMailslotInfo(slot).messageCount());
    assertFails(Win32Error.ERROR_NOT_FOUND, () -> kernel32.cancelIoEx(slot));
  }

  @Test
  void cancelIoExCancelsAllReadsOfItsProcess() {
    HostedCall first = read();
    HostedCall second = read();
    assertFalse(first.attempt());
    assertFalse(second.attempt());
    kernel32.cancelIoEx(slot);
    assertEquals(2, changes);
    assertFails(Win32Error.ERROR_OPERATION_ABORTED, first::attempt);
    assertFails(Win32Error.ERROR_OPERATION_ABORTED, second::attempt);
    assertFails(Win32Error.ERROR_NOT_FOUND, () -> kernel32.cancelIoEx(slot));
    HostedCall third = read();
    assertFalse(third.attempt(), "a later read is not cancelled");
  }

  @Test
  void cancelIoExLeavesReadsOfOthersAlone() {
    HostedChild child = child();
    HostedThread there = child.process().newThread();
    Handle slotThere =
        kernel32.duplicateHandle(
            Handle.CURRENT_PROCESS,
            slot,
            child.information().process(),
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
    HostedCall read = there.read(slotThere, 100, () -> changes++);
    assertFalse(read.attempt());
    assertFails(Win32Error.ERROR_NOT_FOUND, () -> kernel32.cancelIoEx(slot));
    assertFalse(read.attempt());
    there.kernel32().cancelIoEx(slotThere);
    assertFails(Win32Error.ERROR_OPERATION_ABORTED, read::attempt);
  }

  @Test
  void anAbandonedReadIsNotThereAnyMore() {
    HostedCall read = read();
    assertFalse(read.attempt());
    read.abandon();
    write((byte) 9);
    assertEquals(0, changes);
    assertEquals(1, kernel32.getMailslotInfo(slot).messageCount());
    assertFails(Win32Error.ERROR_NOT_FOUND, () -> kernel32.cancelIoEx(slot));
    host.exit(0);
    assertEquals(0, changes, "its process's end is nothing to it either");
  }

  @Test
  void theLastCloseOfTheServerEndEndsARead() {
    HostedCall read = read();
    assertFalse(read.attempt());
    kernel32.closeHandle(slot);
    assertEquals(1, changes);
    assertFails(Win32Error.ERROR_HANDLE_EOF, read::attempt);
  }

  @Test
  void theEndOfItsProcessEndsACall() {
    HostedChild child = child();
    HostedCall wait = waitFor(child.information().process(), -1);
    assertFalse(wait.attempt());
    host.exit(3);
    assertEquals(1, changes);
    assertThrows(ProcessEndedException.class, wait::attempt);
    child.process().exit(0);
    assertEquals(1, changes);
  }

  @Test
  void aWaitEndsWithWhatItWaitsFor() {
    HostedChild child = child();
    Handle process = child.information().process();
    HostedCall wait = waitFor(process, Win32.INFINITE);
    HostedCall waitForThread = waitFor(child.information().thread(), 3_600_000);
    assertFalse(wait.attempt());
    assertFalse(waitForThread.attempt());
    kernel32.terminateProcess(process, 1);
    assertEquals(2, changes);
    assertTrue(wait.attempt());
    assertTrue(waitForThread.attempt());
    assertEquals(Win32.WAIT_OBJECT_0, wait.value());
    assertEquals(Win32.WAIT_OBJECT_0, waitForThread.value());
    assertNull(wait.message());
  }

  @Test
  void aWaitWithoutTimeIsOverAtOnce() {
    HostedChild child = child();
    HostedCall wait = waitFor(child.information().process(), 0);
    assertTrue(wait.attempt());
    assertEquals(Win32.WAIT_TIMEOUT, wait.value());
    child.process().exit(0);
    assertEquals(0, changes);
  }

  @Test
  void theCreatorWaitsUntilItsChildMayRun() {
    HostedChild child = child();
    HostedCall resumed = thread.awaitResume(child.process(), () -> changes++);
    assertFalse(resumed.attempt());
    assertEquals(HostedCall.FOR_EVER, resumed.remainingNanos());
    assertEquals(1, kernel32.resumeThread(child.information().thread()));
    assertEquals(1, changes);
    assertTrue(resumed.attempt());
    assertEquals(1, resumed.value());
  }

  @Test
  void theCreatorIsToldThatItsChildWillNeverRun() {
    HostedChild child = child();
    HostedCall resumed = thread.awaitResume(child.process(), () -> changes++);
    assertFalse(resumed.attempt());
    kernel32.terminateProcess(child.information().process(), 1);
    assertEquals(1, changes);
    assertTrue(resumed.attempt());
    assertEquals(0, resumed.value());
    assertEquals(1, kernel32.resumeThread(child.information().thread()));
    assertEquals(1, changes, "what has ended is not started");
  }
}
