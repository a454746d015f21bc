package handlelab.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.ProcessDetails;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The system's lists as they lie in memory, without a system. */
final class SystemListsTest {
  @Test
  void rowsOfOneProcessComeByAscendingValue() {
    ByteBuffer list = handleList(3);
    putHandle(list, 0, 0x1000, 8, 0x10C, 0x12_0089, 37, 0x2);
    putHandle(list, 1, 0x2000, 12, 0x100, 0x1F_0003, 16, 0x0);
    putHandle(list, 2, 0xFFFF_8000_0000_1000L, 8, 0x8, 0x1F_FFFF, 0x8007, 0x3);

    List<SystemHandle> rows = new SystemHandleList(list).rowsOf(8);

    assertEquals(
        List.of(
            new SystemHandle(0xFFFF_8000_0000_1000L, 8, 0x8, 0x1F_FFFF, 0x8007, 0x3),
            new SystemHandle(0x1000, 8, 0x10C, 0x12_0089, 37, 0x2)),
        rows);
    assertTrue(rows.get(0).inheritable() && rows.get(0).protectedFromClose());
    assertTrue(rows.get(1).inheritable());
    assertFalse(rows.get(1).protectedFromClose());
    assertEquals(List.of(), new SystemHandleList(list).rowsOf(16));
  }

  @Test
  void rowsOfAnObjectAreCountedOverAllProcesses() {
    ByteBuffer list = handleList(3);
    putHandle(list, 0, 0x1000, 8, 4, 0, 1, 0);
    putHandle(list, 1, 0x1000, 12, 4, 0, 1, 0);
    putHandle(list, 2, 0, 12, 8, 0, 1, 0);

    assertEquals(2, new SystemHandleList(list).rowsWithObject(0x1000));
    assertEquals(0, new SystemHandleList(list).rowsWithObject(0), "hidden addresses are not one");
  }

  @Test
  void bytesBehindTheLastRowAreNoRows() {
    ByteBuffer list = handleList(2);
    putHandle(list, 0, 0, 8, 4, 0, 1, 0);
    putHandle(list, 1, 0, 8, 8, 0, 1, 0);
    list.putLong(0, 1);

    assertEquals(1, new SystemHandleList(list).rowsOf(8).size());
  }

  @Test
  void aCopyStaysWhenTheListIsGone() {
    ByteBuffer list = handleList(4);
    putHandle(list, 0, 0x1000, 8, 4, 0, 1, 0);
    list.putLong(0, 1);
    SystemHandleList copy = SystemHandleList.copyOf(list);
    list.clear().put(new byte[list.capacity()]);
    assertEquals(List.of(new SystemHandle(0x1000, 8, 4, 0, 1, 0)), copy.rowsOf(8));
  }

  @Test
  void aListIsKeptForAShortTimeOnly() {
    AtomicLong now = new AtomicLong();
    LookSeries kept =
        new LookSeries(LookSeries.KEPT_NANOS, () -> new SystemHandleList(handleList(0)), now::get);
    SystemHandleList first = kept.list();
    assertFalse(kept.isOld());
    now.addAndGet(LookSeries.KEPT_NANOS - 1);
    assertSame(first, kept.list());
    assertTrue(kept.isOld());
    now.incrementAndGet();
    assertNotSame(first, kept.list());
    assertFalse(kept.isOld());
  }

  /** Looks into hundreds of processes that hang must not take minutes. */
  @Test
  void patienceIsLittleAfterSomeHangs() {
    LookSeries series = LookSeries.many();
    assertEquals(800, series.patienceMillis());
    for (int hang = 0; hang < 3; hang++) {
      series.hung();
    }
    assertEquals(100, series.patienceMillis());
  }

  @Test
  void processesAreAChainWithoutTheIdleProcess() {
    ByteBuffer list = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
    list.putInt(0, 256).putLong(80, 0);
    list.putInt(256, 320).putLong(256 + 80, 3_000_000_000L);
    list.putInt(576, 128).putLong(576 + 80, 96);
    list.putInt(704, 0).putLong(704 + 80, 4);

    assertEquals(List.of(4, 96, (int) 3_000_000_000L), SystemProcessList.processIds(list));
  }

  @Test
  void processes_ofAList_haveNameParentStartAndState() {
    ByteBuffer list = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
    long address = 0x7000_0000;
    list.putInt(0, 512).putInt(4, 2).putLong(32, 133_000_000_000_000_000L);
    list.putShort(56, (short) 10).putLong(56 + 8, address + 450);
    list.putLong(80, 8).putLong(88, 4);
    for (int i = 0; i < 5; i++) {
      list.putChar(450 + 2 * i, "a.exe".charAt(i));
    }
    for (int thread = 256; thread < 256 + 160; thread += 80) {
      list.putInt(thread + 68, 5).putInt(thread + 72, 5);
    }
    list.putLong(512 + 80, 4);
    assertEquals(
        List.of(
            new ProcessDetails(4, null, 0, null, false, "command 4", 0),
            new ProcessDetails(
                8, "a.exe", 4, Instant.parse("2022-06-18T04:26:40Z"), true, "command 8", 0)),
        SystemProcessList.processes(list, address, id -> "command " + id));
    list.putInt(256 + 80 + 72, 6);
    assertFalse(
        SystemProcessList.processes(list, address, id -> "command " + id).get(1).isSuspended());
  }

  private static ByteBuffer handleList(int entries) {
    ByteBuffer list = ByteBuffer.allocate(16 + 40 * entries).order(ByteOrder.nativeOrder());
    return list.putLong(0, entries);
  }

  private static void putHandle(
      ByteBuffer list,
      int index,
      long object,
      long processId,
      long value,
      int access,
      int type,
      int attributes) {
    int entry = 16 + 40 * index;
    list.putLong(entry, object)
        .putLong(entry + 8, processId)
        .putLong(entry + 16, value)
        .putInt(entry + 24, access)
        .putShort(entry + 30, (short) type)
        .putInt(entry + 32, attributes);
  }
}
