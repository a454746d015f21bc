package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HandleTableTest {
  private final HandleTable table = new HandleTable();

  private static Row row(int access) {
    return new Row(new DeviceFile(0x2000, null), access, 0);
  }

  @Test
  void valuesThatNoTableHasFindNothing() {
    table.add(row(1));
    for (long value :
        new long[] {
          0, -1, -2, -256, 0x1_0000_0100L, 0xFFFF_FFFFL, Long.MIN_VALUE, Long.MAX_VALUE
        }) {
      assertNull(table.get(value), () -> Long.toHexString(value));
    }
  }

  @Test
  void theLastValueClosedIsTheFirstReused() {
    long first = table.add(row(1));
    long second = table.add(row(1));
    table.remove(first);
    table.remove(second);
    assertEquals(second, table.add(row(1)));
    assertEquals(first, table.add(row(1)));
  }

  @Test
  void rowsOfAllPagesAreToldInOrder() {
    long rows = 10_000;
    for (int i = 0; i < rows; i++) {
      table.add(row(i));
    }
    table.remove(HandleTable.FIRST_VALUE + 4 * 5_000);
    List<Long> values = new ArrayList<>();
    table.forEach(
        (value, row) -> {
          values.add(value);
          assertEquals(row.access(), (value - HandleTable.FIRST_VALUE) / 4);
        });
    assertEquals(rows - 1, values.size());
    for (int i = 1; i < values.size(); i++) {
      assertTrue(values.get(i) > values.get(i - 1));
    }
  }

  @Test
  void holesOfAFilledTableAreUsedLowestFirst() {
    for (long value : new long[] {260, 272, 256 + 4 * 5_000}) {
      table.put(value, row(1));
    }
    assertEquals(3, table.size());
    for (long value : new long[] {256, 264, 268, 276}) {
      assertNull(table.get(value));
      assertEquals(value, table.add(row(2)));
    }
    assertEquals(1, table.get(256 + 4 * 5_000).access());
  }

  @Test
  void anEmptiedTableStartsAgain() {
    HandleTable emptied = new HandleTable();
    for (int i = 0; i < 5_000; i++) {
      emptied.add(row(i));
    }
    emptied.remove(256);
    List<Long> told = new ArrayList<>();
    emptied.clear(
        (value, row) -> {
          assertNull(emptied.get(value), "it is empty by then");
          told.add(value);
        });
    assertEquals(4_999, told.size());
    assertEquals(0, emptied.size());
    assertNull(emptied.get(260));
    assertEquals(256, emptied.add(row(1)));
    assertEquals(260, emptied.add(row(1)));
  }

  /** Values that were inherited and closed are reused as all others are, and none twice. */
  @Test
  void closedRowsAboveTheFreshOnesAreReusedOnce() {
    table.put(272, row(1));
    Row removed = table.remove(272);
    assertEquals(1, removed.access());
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      values.add(table.add(row(2)));
    }
    assertEquals(List.of(272L, 256L, 260L, 264L, 268L, 276L), values);
  }

  @Test
  void aTableTakesTwoToTheTwentyFourRowsAndNotOneMore() {
    Row row = row(1);
    for (int i = 0; i < HandleTable.MAX_ROWS; i++) {
      if (table.add(row) == 0) {
        throw new AssertionError("no row " + i);
      }
    }
    long last = HandleTable.FIRST_VALUE + 4L * (HandleTable.MAX_ROWS - 1);
    assertEquals(row, table.get(last));
    assertEquals(0, table.add(row));
    assertNull(table.get(last + 4));
    table.remove(last);
    assertEquals(last, table.add(row));
    assertEquals(1 << 24, table.size());
  }

  @Property
  void agreesWithANavigableMap(
      @ForAll @Size(max = 200) List<@IntRange(max = 999) Integer> operations) {
    HandleTable tried = new HandleTable();
    NavigableMap<Long, Row> model = new TreeMap<>();
    for (int operation : operations) {
      List<Long> values = new ArrayList<>(model.keySet());
      if (operation < 500 || values.isEmpty()) {
        Row row = row(operation);
        model.put(tried.add(row), row);
      } else {
        long value = values.get(operation % values.size());
        if (operation < 900) {
          tried.remove(value);
          model.remove(value);
        } else {
          Row row = row(operation);
          tried.replace(value, row);
          model.put(value, row);
        }
      }
    }
    assertEquals(model.size(), tried.size());
    NavigableMap<Long, Row> seen = new TreeMap<>();
    tried.forEach(seen::put);
    assertEquals(model, seen);
    model.forEach((value, row) -> assertEquals(row, tried.get(value)));
  }

  @Test
  void aReaderNeverSeesHalfOfOneRowAndHalfOfAnother() throws InterruptedException {
    Row even = new Row(new DeviceFile(2, null), 2, 0);
    Row odd = new Row(new DeviceFile(1, null), 1, 0);
    long value = table.add(even);
    AtomicBoolean isDone = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    AtomicLong torn = new AtomicLong();
    Thread reader =
        new Thread(
            () -> {
              while (!isDone.get()) {
                Row seen = table.get(value);
                reads.incrementAndGet();
                if (seen != null && seen.object().address != seen.access()) {
                  torn.incrementAndGet();
                }
              }
            });
    reader.start();
    for (int i = 0; i < 2_000_000 || reads.get() == 0; i++) {
      if ((i & 7) == 0) {
        table.remove(value);
        assertEquals(value, table.add(odd));
      } else {
        table.replace(value, (i & 1) == 0 ? even : odd);
      }
    }
    isDone.set(true);
    reader.join();
    assertEquals(0, torn.get());
    assertTrue(reads.get() > 0);
  }
}
