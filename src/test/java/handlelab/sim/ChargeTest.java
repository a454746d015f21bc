package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What each thing costs its process, to the byte, and that it comes back. */
class ChargeTest {
  private static final String SLOT = "\\\\.\\mailslot\\";

  private SimulatedKernel kernel = new SimulatedKernel(Timing.SYSTEM, new Pool(1 << 20));
  private HostedProcess host = kernel.startHostedProcess("a.exe");
  private Kernel32 kernel32 = host.kernel32();

  /** Boots another machine, of which one quarter has so many bytes. */
  private void boot(long quarter) {
    kernel.close();
    kernel = new SimulatedKernel(Timing.SYSTEM, new Pool(4 * quarter));
    host = kernel.startHostedProcess("a.exe");
    kernel32 = host.kernel32();
  }

  private long cost(Executable call) {
    long before = kernel.pool.taken();
    try {
      call.execute();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return kernel.pool.taken() - before;
  }

  private Handle client(String name) {
    return kernel32.createFile(
        SLOT + name, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
  }

  private int refused(Executable call) {
    long before = kernel.pool.taken();
    int error = assertThrows(Win32Exception.class, call).errorCode();
    assertEquals(before, kernel.pool.taken(), "what is refused costs nothing");
    return error;
  }

  @Test
  void namesArePaidForByTheCharacter() {
    assertEquals(2048 + 4 * 5, cost(() -> kernel.startHostedProcess("b.exe")));
    assertEquals(2048 + 4 * 500, cost(() -> kernel.startHostedProcess("b".repeat(500))));
    // The first row, so that the table does not grow any more.
    kernel32.createMailslot(SLOT + "first", 0, 0, null);
    long brief = cost(() -> kernel32.createMailslot(SLOT + "x", 0, 0, null));
    long lengthy = cost(() -> kernel32.createMailslot(SLOT + "x".repeat(101), 0, 0, null));
    assertEquals(brief + 4 * 100, lengthy);
  }

  @Test
  void aMessageIsPaidForWithTheBlockInWhichItLies() {
    Handle slot = kernel32.createMailslot(SLOT + "s", 0, 0, null);
    Handle client = client("s");
    ByteBuffer small = ByteBuffer.allocate(10);
    assertEquals(512 + 64, cost(() -> kernel32.writeFile(client, small.clear())));
    assertEquals(0, cost(() -> kernel32.writeFile(client, small.clear())));
    assertEquals(0, cost(() -> kernel32.readFile(slot, small.clear())));
    assertEquals(0, cost(() -> kernel32.readFile(slot, small.clear())));
    // The empty block gives way to a larger one.
    assertEquals(2048 - 512, cost(() -> kernel32.writeFile(client, ByteBuffer.allocate(2000))));
    assertEquals(5000 + 64, cost(() -> kernel32.writeFile(client, ByteBuffer.allocate(5000))));
    kernel32.readFile(slot, ByteBuffer.allocate(5000));
    assertEquals(-(5000 + 64), cost(() -> kernel32.readFile(slot, ByteBuffer.allocate(5000))));
  }

  @Test
  void aLargeMessageIsPaidForUntilItsHostHasHandedItOn() {
    Handle slot = kernel32.createMailslot(SLOT + "s", 0, 0, null);
    kernel32.writeFile(client("s"), ByteBuffer.allocate(5000));
    ByteBuffer small = ByteBuffer.allocate(HostedProcess.SMALL_MESSAGE_BYTES);
    HostedCall read = host.newThread().read(slot, small, 5000, () -> {});
    assertEquals(-64, cost(read::attempt));
    assertEquals(-5000, cost(read::release));
    assertEquals(0, cost(read::release));
  }

  @Test
  void exactlyAQuarterFitsIntoASlot() {
    int length = 100_000;
    long content = length + 64L + 512 + 64;
    boot(content);
    kernel32.createMailslot(SLOT + "s", 0, 0, null);
    Handle client = client("s");
    assertEquals(content, cost(() -> kernel32.writeFile(client, ByteBuffer.allocate(length))));
    // The block has room for this one, which costs nothing.
    assertEquals(0, cost(() -> kernel32.writeFile(client, ByteBuffer.allocate(1))));
    boot(content - 1);
    kernel32.createMailslot(SLOT + "s", 0, 0, null);
    Handle other = client("s");
    assertEquals(
        Win32Error.ERROR_NO_SYSTEM_RESOURCES,
        refused(() -> kernel32.writeFile(other, ByteBuffer.allocate(length))));
  }

  /** Leaves so much free, and gives it to nobody. */
  private List<Pool.Quota> leave(long free) {
    List<Pool.Quota> hogs = new ArrayList<>();
    long left = (1 << 20) - kernel.pool.taken();
    while (left > free) {
      long wanted = Math.min(left / 2, left - free);
      Pool.Quota hog = kernel.pool.newQuota();
      hog.charge(wanted, "hog");
      hogs.add(hog);
      left -= wanted;
    }
    return hogs;
  }

  @Test
  void whatCostsNothingIsNotRefused() {
    kernel32.createMailslot(SLOT + "s", 0, 0, null);
    Handle client = client("s");
    kernel32.writeFile(client, ByteBuffer.allocate(1));
    leave(200);
    assertEquals(0, cost(() -> kernel32.writeFile(client, ByteBuffer.allocate(1))));
    assertEquals(
        Win32Error.ERROR_NO_SYSTEM_RESOURCES,
        refused(() -> kernel32.writeFile(client, ByteBuffer.allocate(1000))));
    assertEquals(Win32Error.ERROR_NOT_ENOUGH_QUOTA, refused(() -> client("s")));
  }

  @Test
  void threadsBesideTheMainOneArePaidFor() {
    assertEquals(0, cost(() -> knowItself(host.newThread())));
    HostedThread second = host.newThread();
    assertEquals(256, cost(() -> knowItself(second)));
    assertEquals(0, cost(() -> knowItself(second)));
    assertEquals(-256, cost(second::end));
    leave(100);
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, refused(() -> knowItself(host.newThread())));
  }

  private static void knowItself(HostedThread thread) {
    thread.kernel32().compareObjectHandles(Handle.CURRENT_THREAD, Handle.CURRENT_THREAD);
  }

  /** The creator's table is paid for, the child's is as large and is not. */
  @Test
  void aChildForWhoseInheritanceThereIsNoRoomIsNotMade() {
    for (int i = 0; i < 1000; i++) {
      kernel32.openProcess(Win32.SYNCHRONIZE, i == 999, host.processId());
    }
    Handle last = new Handle(256 + 4 * 999);
    leave(16_000);
    for (List<Handle> list : Arrays.asList(null, List.of(last))) {
      StartupInfo startup = new StartupInfo(null, null, null, list);
      assertEquals(
          Win32Error.ERROR_NO_SYSTEM_RESOURCES,
          refused(() -> host.createChild("c.exe", null, null, true, 0, startup)));
      assertEquals(List.of(host.processId()), kernel.handleTables().processIds());
      assertEquals(1000, usageCount(last), "the child has no row any more");
    }
    HostedChild without = host.createChild("c.exe", null, null, false, 0, StartupInfo.DEFAULT);
    assertEquals(1000, usageCount(last));
    without.process().exit(0);
  }

  private int usageCount(Handle handle) {
    return kernel.handleTables().handles(host.processId()).stream()
        .filter(row -> row.handle().equals(handle))
        .findFirst()
        .orElseThrow()
        .usageCount();
  }
}
