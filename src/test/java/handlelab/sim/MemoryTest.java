package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that leaks is refused, the others go on, and all memory comes back. */
final class MemoryTest {
  private static final long BYTES = 4 << 20;

  private final Memory memory = new Memory(BYTES);
  private final SimulatedKernel kernel =
      new SimulatedKernel(Timing.SYSTEM, memory, Ids.neverReused());
  private final HostedProcess greedyHost = kernel.startHostedProcess("greedy.exe");
  private final Kernel32 greedy = greedyHost.kernel32();
  private final HostedProcess modestHost = kernel.startHostedProcess("modest.exe");
  private final Kernel32 modest = modestHost.kernel32();

  @AfterEach
  void allMemory_afterAllProcesses_isGivenBack() {
    greedyHost.exit(0);
    modestHost.exit(0);
    assertEquals(0, memory.taken());
    kernel.close();
  }

  private static Handle slot(Kernel32 process, String name) {
    return process.createMailslot("\\\\.\\mailslot\\" + name, 0, 0, null);
  }

  private static Handle client(Kernel32 process, String name) {
    return process.createFile(
        "\\\\.\\mailslot\\" + name, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
  }

  private int countUntilRefused(Runnable action) {
    int count = 0;
    while (true) {
      long before = memory.taken();
      try {
        action.run();
        count++;
      } catch (Win32Exception e) {
        assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, e.errorCode());
        assertEquals(before, memory.taken(), "what is refused takes nothing");
        return count;
      }
    }
  }

  /** As any start that fails. */
  @Test
  void write_withoutMemory_setsNoEvent() {
    Handle pipe =
        modest.createNamedPipe("\\\\.\\pipe\\p", 0x4000_0003, 0, 1, 1, 1, 0, null).handle();
    Handle client = modest.createFile("\\\\.\\pipe\\p", Win32.GENERIC_READ, 0, null, 3, 0, null);
    Handle event = modest.createEvent(null, true, true, null).handle();
    ByteBuffer data = ByteBuffer.allocate((int) BYTES);
    assertThrows(Win32Exception.class, () -> modest.writeFile(pipe, data, Overlapped.of(event)));
    assertEquals(Win32.WAIT_TIMEOUT, modest.waitForSingleObject(event, 0));
    assertEquals(0, modest.peekNamedPipe(client).totalAvailable());
  }

  private void assertOthersGoOn() {
    Handle server = slot(modest, "modest");
    Handle client = client(modest, "modest");
    ByteBuffer message = ByteBuffer.allocate(60_000);
    for (int i = 0; i < 100; i++) {
      assertEquals(60_000, modest.writeFile(client, message.clear()));
      assertEquals(60_000, modest.readFile(server, message.clear()));
    }
    modest.closeHandle(client);
    modest.closeHandle(server);
  }

  @Test
  void take_beyondFourFifths_needsThatTheCallerHasLittle() {
    Memory small = new Memory(100);
    assertFalse(small.take(81, false));
    assertTrue(small.take(80, false));
    assertFalse(small.take(1, false));
    assertTrue(small.take(20, true));
    assertFalse(small.take(1, true));
    small.give(30);
    assertEquals(70, small.taken());
    assertTrue(small.take(10, false));
    assertEquals(25, small.maxSlotBytes());
  }

  @Test
  void ofHeap_hasRoomForSixteenMillionRowsInAGigabyte() {
    long heap = Runtime.getRuntime().maxMemory();
    long slot = Memory.ofHeap().maxSlotBytes();
    assertEquals(heap / 8 * 5 / 4, slot);
    assertTrue(new Memory((1L << 30) / 8 * 5).take(16_000_000L * Memory.ROW_BYTES, false));
  }

  @Test
  void slotThatIsNotRead_isFilledToAQuarter() {
    for (int size : new int[] {0, 1, 64, 4096, 100_000}) {
      Handle server = slot(greedy, "flooded");
      Handle client = client(modest, "flooded");
      ByteBuffer message = ByteBuffer.allocate(size);
      int count = countUntilRefused(() -> modest.writeFile(client, message.clear()));
      assertEquals(BYTES / 4 / (size + Memory.MESSAGE_BYTES), count);
      assertOthersGoOn();
      for (int i = 0; i < count; i++) {
        assertEquals(size, greedy.readFile(server, ByteBuffer.allocate(size)));
      }
      assertTrue(memory.taken() < 5_000, "what was read is given back");
      modest.closeHandle(client);
      greedy.closeHandle(server);
    }
  }

  @Test
  void manySlotsThatAreNotRead_leaveTheReserve() {
    List<Handle> clients = new ArrayList<>();
    for (int number = 0; number < 6; number++) {
      var unused = slot(greedy, "flooded" + number);
      clients.add(client(modest, "flooded" + number));
    }
    ByteBuffer message = ByteBuffer.allocate(10_000);
    for (Handle client : clients) {
      var unused = countUntilRefused(() -> modest.writeFile(client, message.clear()));
    }
    long others = 2 * Memory.FEW_BYTES;
    assertTrue(memory.taken() > BYTES / 5 * 4 - message.capacity(), "all but the reserve is used");
    assertTrue(memory.taken() <= BYTES / 5 * 4 + others, "taken " + memory.taken());
    assertOthersGoOn();
    greedyHost.exit(0);
    assertTrue(memory.taken() < 5_000, "what a dead process had is given back");
  }

  @Test
  void rows_leaveTheReserve_andAChildThatWouldInheritThemIsNotMade() {
    int count =
        countUntilRefused(
            () ->
                greedy.duplicateHandle(
                    Handle.CURRENT_PROCESS,
                    Handle.CURRENT_PROCESS,
                    Handle.CURRENT_PROCESS,
                    0,
                    true,
                    Win32.DUPLICATE_SAME_ACCESS));
    assertEquals((BYTES / 5 * 4 - Memory.OBJECT_BYTES) / Memory.ROW_BYTES, count);
    assertOthersGoOn();
    Handle last = new Handle(HandleTable.FIRST_VALUE + 4L * (count - 1));
    for (List<Handle> list : Arrays.asList(null, List.of(last))) {
      StartupInfo startup = new StartupInfo(null, null, null, list);
      assertEquals(
          0,
          countUntilRefused(() -> greedyHost.createChild("c.exe", null, null, true, 0, startup)));
      assertEquals(2, kernel.handleTables().processIds().size());
      HandleRow row = kernel.handleTables().handles(greedyHost.processId()).get(count - 1);
      assertEquals(count, row.usageCount(), "the child has no row any more");
    }
  }

  /** Takes what is left but the reserve. */
  private long takeAllButTheReserve() {
    long others = BYTES / 5 * 4 - memory.taken();
    memory.take(others, true);
    return others;
  }

  @Test
  void fewRows_mayUseTheReserve() {
    long others = takeAllButTheReserve();
    Handle self = Handle.CURRENT_PROCESS;
    int same = Win32.DUPLICATE_SAME_ACCESS;
    int count = countUntilRefused(() -> modest.duplicateHandle(self, self, self, 0, false, same));
    assertEquals(Memory.FEW_ROWS, count);
    memory.give(others);
  }

  @Test
  void childThatInheritsFewRows_mayUseTheReserve() {
    for (int i = 0; i < 10; i++) {
      modest.createEvent(SecurityAttributes.INHERITABLE, true, false, null);
    }
    long others = takeAllButTheReserve();
    HostedChild child = modestHost.createChild("c.exe", null, null, true, 0, StartupInfo.DEFAULT);
    assertEquals(10, kernel.handleTables().handles(child.process().processId()).size());
    child.process().exit(0);
    memory.give(others);
  }

  @Test
  void slots_costTheirNames() {
    long before = memory.taken();
    Handle brief = slot(greedy, "x");
    long briefBytes = memory.taken() - before;
    Handle lengthy = slot(greedy, "x".repeat(1001));
    assertEquals(2 * briefBytes + 4000, memory.taken() - before);
    greedy.closeHandle(brief);
    greedy.closeHandle(lengthy);
    assertEquals(before, memory.taken());
    int[] number = {0};
    assertTrue(countUntilRefused(() -> slot(greedy, "y".repeat(1000) + number[0]++)) > 500);
    Win32Exception missing =
        assertThrows(
            Win32Exception.class, () -> client(modest, "y".repeat(1000) + (number[0] - 1)));
    assertEquals(Win32Error.ERROR_FILE_NOT_FOUND, missing.errorCode(), "no name is left behind");
    assertOthersGoOn();
  }

  @Test
  void eventsAndPipes_costTheirNames() {
    assertNamesCost(name -> greedy.createEvent(null, true, false, name).handle());
    assertNamesCost(
        name -> greedy.createNamedPipe("\\\\.\\pipe\\" + name, 3, 0, 1, 0, 0, 0, null).handle());
  }

  private void assertNamesCost(Function<String, Handle> creation) {
    long before = memory.taken();
    Handle brief = creation.apply("x");
    long briefBytes = memory.taken() - before;
    Handle lengthy = creation.apply("x".repeat(101));
    assertEquals(2 * briefBytes + 200, memory.taken() - before);
    greedy.closeHandle(brief);
    greedy.closeHandle(lengthy);
    assertEquals(before, memory.taken());
  }

  @Test
  void childForWhichOneHandleFits_leavesNone() {
    Memory poor = new Memory(10 * (long) (2 * Memory.OBJECT_BYTES + 2 * Memory.ROW_BYTES) / 8);
    SimulatedKernel machine = new SimulatedKernel(Timing.SYSTEM, poor, Ids.neverReused());
    HostedProcess creator = machine.startHostedProcess("a.exe");
    poor.take(poor.maxSlotBytes() * 4 - Memory.OBJECT_BYTES - 2 * Memory.ROW_BYTES, true);
    long before = poor.taken();
    Win32Exception refused =
        assertThrows(
            Win32Exception.class,
            () -> creator.createChild("c.exe", null, null, false, 0, StartupInfo.DEFAULT));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, refused.errorCode());
    assertEquals("CreateProcessW", refused.function());
    assertEquals(List.of(), machine.handleTables().handles(creator.processId()));
    assertEquals(List.of(creator.processId()), machine.handleTables().processIds());
    assertEquals(before, poor.taken());
    assertEquals(2, machine.knownObjects(), "the creator and its thread");
    machine.close();
  }
}
