package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever takes all that can be had is refused, leaves enough to others, and gives it back. */
final class PoolTest {
  private static final long BYTES = 4 << 20;

  private final SimulatedKernel kernel = new SimulatedKernel(Timing.SYSTEM, new Pool(BYTES));
  private final HostedProcess greedyHost = kernel.startHostedProcess("greedy.exe");
  private final Kernel32 greedy = greedyHost.kernel32();
  private final HostedProcess modestHost = kernel.startHostedProcess("modest.exe");
  private final Kernel32 modest = modestHost.kernel32();

  @AfterEach
  void nothingIsLeft() {
    greedyHost.exit(0);
    modestHost.exit(0);
    assertEquals(0, kernel.pool.taken());
    kernel.close();
  }

  private static Handle slot(Kernel32 process, String name) {
    return process.createMailslot("\\\\.\\mailslot\\" + name, 0, 0, null);
  }

  private static Handle client(Kernel32 process, String name) {
    return process.createFile(
        "\\\\.\\mailslot\\" + name, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
  }

  /** Does it until it is refused, and says with which error; what it made is in {@code count}. */
  private static int untilRefused(int[] count, Runnable action) {
    try {
      while (true) {
        action.run();
        count[0]++;
      }
    } catch (Win32Exception e) {
      return e.errorCode();
    }
  }

  private void assertOthersGoOn() {
    Handle server = slot(modest, "modest");
    Handle client = client(modest, "modest");
    ByteBuffer message = ByteBuffer.allocate(100_000);
    for (int i = 0; i < 100; i++) {
      assertEquals(100_000, modest.writeFile(client, message.clear()));
      assertEquals(100_000, modest.readFile(server, message.clear()));
    }
    modest.closeHandle(client);
    modest.closeHandle(server);
  }

  @Test
  void aSlotThatNobodyReadsFillsAQuarter() {
    for (int size : new int[] {0, 1, 64, 4096, 4097, 100_000}) {
      Handle server = slot(greedy, "flooded");
      Handle client = client(modest, "flooded");
      int[] count = {0};
      ByteBuffer message = ByteBuffer.allocate(size);
      int error = untilRefused(count, () -> modest.writeFile(client, message.clear()));
      assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, error);
      long bytes = count[0] * (size + 4L);
      assertTrue(bytes > BYTES / 5 && bytes <= BYTES / 4, size + ": " + bytes);
      assertOthersGoOn();
      for (int i = 0; i < count[0]; i++) {
        assertEquals(size, greedy.readFile(server, ByteBuffer.allocate(size)));
      }
      assertTrue(kernel.pool.taken() < 20_000, "what was read is given back");
      modest.closeHandle(client);
      greedy.closeHandle(server);
    }
  }

  @Test
  void aLargeMessageIsChargedUntilItsReaderHasIt() {
    Handle server = slot(greedy, "read");
    Handle client = client(modest, "read");
    assertEquals(500_000, modest.writeFile(client, ByteBuffer.allocate(500_000)));
    ByteBuffer small = ByteBuffer.allocate(HostedProcess.SMALL_MESSAGE_BYTES);
    HostedCall read = greedyHost.newThread().read(server, small, 500_000, () -> {});
    assertTrue(read.attempt());
    assertEquals(500_000, read.largeMessage().length);
    greedy.closeHandle(server);
    greedyHost.exit(0);
    assertTrue(kernel.pool.taken() > 500_000, "it is still on its way");
    read.release();
    read.release();
    assertTrue(kernel.pool.taken() < 20_000, "once");
  }

  @Test
  void manySlotsOfOneProcessFillHalf() {
    int[] count = {0};
    List<Integer> errors = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      var unused = slot(greedy, "flooded" + number);
    }
    for (int number = 0; number < 6; number++) {
      Handle client = client(modest, "flooded" + number);
      errors.add(untilRefused(count, () -> modest.writeFile(client, ByteBuffer.allocate(10_000))));
    }
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, errors.get(0));
    assertEquals(Win32Error.ERROR_NOT_ENOUGH_QUOTA, errors.get(5));
    assertTrue(count[0] * 10_000L <= BYTES / 2);
    assertOthersGoOn();
    greedyHost.exit(0);
    assertTrue(kernel.pool.taken() < 20_000, "what a dead process had is given back");
  }

  @Test
  void rowsFillHalf() {
    int[] count = {0};
    int error =
        untilRefused(
            count,
            () ->
                greedy.duplicateHandle(
                    Handle.CURRENT_PROCESS,
                    Handle.CURRENT_PROCESS,
                    Handle.CURRENT_PROCESS,
                    0,
                    true,
                    Win32.DUPLICATE_SAME_ACCESS));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, error);
    assertTrue(count[0] > BYTES / 2 / Pool.ROW_BYTES * 9 / 10, "rows: " + count[0]);
    assertOthersGoOn();
    // A child that would inherit all of them is not made, and leaves nothing.
    long before = kernel.pool.taken();
    untilChildrenAreRefused();
    assertTrue(kernel.pool.taken() - before < Pool.PROCESS_BYTES * 8L);
    assertOthersGoOn();
  }

  private void untilChildrenAreRefused() {
    Win32Exception refused = null;
    for (int i = 0; i < 4 && refused == null; i++) {
      try {
        greedyHost.createChild("c.exe", null, null, true, 0, StartupInfo.DEFAULT);
      } catch (Win32Exception e) {
        refused = e;
      }
    }
    assertTrue(refused != null && refused.function().equals("CreateProcessW"));
  }

  @Test
  void slotsAndChildrenThatNobodyStartsFillHalf() {
    int[] count = {0};
    int error = untilRefused(count, () -> slot(greedy, "x".repeat(1000) + kernel.pool.taken()));
    assertEquals(Win32Error.ERROR_NOT_ENOUGH_QUOTA, error);
    assertOthersGoOn();
    HostedProcess other = kernel.startHostedProcess("other.exe");
    List<HostedChild> children = new ArrayList<>();
    error =
        untilRefused(
            count,
            () ->
                children.add(
                    other.createChild(
                        "c.exe", null, null, false, Win32.CREATE_SUSPENDED, StartupInfo.DEFAULT)));
    assertEquals(Win32Error.ERROR_NOT_ENOUGH_QUOTA, error);
    assertTrue(children.size() > 100);
    assertOthersGoOn();
    children.forEach(child -> child.process().exit(1));
    other.exit(0);
  }

  @Test
  void whatCannotBeHadAtAllIsWantOfResources() {
    Handle unused = slot(greedy, "small");
    Handle client = client(greedy, "small");
    Win32Exception refused =
        assertThrows(
            Win32Exception.class,
            () -> greedy.writeFile(client, ByteBuffer.allocate((int) BYTES + 1)));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, refused.errorCode());
    assertEquals(0, greedy.getMailslotInfo(unused).messageCount());
  }

  /** A handle that a child inherits keeps the slot, and who made it still pays. */
  @Test
  void aSlotIsPaidForByItsMakerAlsoWhenThatIsGone() {
    Handle server =
        greedy.createMailslot("\\\\.\\mailslot\\kept", 0, 0, SecurityAttributes.INHERITABLE);
    Handle client = client(modest, "kept");
    HostedChild child = greedyHost.createChild("c.exe", null, null, true, 0, StartupInfo.DEFAULT);
    greedyHost.exit(0);
    modest.writeFile(client, ByteBuffer.allocate(5000));
    assertTrue(kernel.pool.taken() > 5000);
    ByteBuffer message = ByteBuffer.allocate(5000);
    assertEquals(5000, child.process().kernel32().readFile(server, message));
    child.process().exit(0);
  }

  /** The sixteenth row fits into the table, the seventeenth needs memory that is not there. */
  @Test
  void aChildForWhichOnlyOneHandleFitsLeavesNone() {
    SimulatedKernel rich = new SimulatedKernel(Timing.SYSTEM, new Pool(1 << 20));
    withRows(rich, 15);
    long needed = rich.pool.taken();
    rich.close();
    int childBytes = ProcessObject.bytes("c.exe");
    SimulatedKernel poor =
        new SimulatedKernel(Timing.SYSTEM, new Pool(2 * (needed + childBytes) + 100));
    HostedProcess creator = withRows(poor, 15);
    Win32Exception refused =
        assertThrows(
            Win32Exception.class,
            () -> creator.createChild("c.exe", null, null, false, 0, StartupInfo.DEFAULT));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, refused.errorCode());
    assertEquals(15, poor.handleTables().handles(creator.processId()).size());
    assertEquals(List.of(creator.processId()), poor.handleTables().processIds());
    assertEquals(needed, poor.pool.taken());
    poor.close();
    assertEquals(0, poor.pool.taken());
  }

  private static HostedProcess withRows(SimulatedKernel machine, int rows) {
    HostedProcess process = machine.startHostedProcess("a.exe");
    for (int row = 0; row < rows; row++) {
      var unused = process.kernel32().openProcess(Win32.SYNCHRONIZE, false, process.processId());
    }
    return process;
  }
}
