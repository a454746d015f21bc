package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HandleTableTest {
  private static HandleTable.Memory memory() {
    return new Pool(1L << 40).newQuota();
  }

  private final HandleTable table = new HandleTable(memory());

  private static Row row(int access) {
    return Row.of(new MailslotDevice(0x2000), access, 0);
  }

  @Test
  void valuesStartAtThePicturesNumberAndGoUpByFour() {
    assertEquals(256, table.add(row(1)));
    assertEquals(260, table.add(row(1)));
  }

  @Test
  void lowTwoBitsOfAValueAreIgnored() {
    Row row = row(7);
    long value = table.add(row);
    for (int low = 0; low < 4; low++) {
      assertEquals(row, table.get(value + low));
    }
    assertNull(table.get(value + 4));
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
        (value, object, bits) -> {
          values.add(value);
          assertEquals(bits, (value - HandleTable.FIRST_VALUE) / 4);
        });
    assertEquals(rows - 1, values.size());
    for (int i = 1; i < values.size(); i++) {
      assertTrue(values.get(i) > values.get(i - 1));
    }
  }

  @Test
  void holesOfAFilledTableAreUsedLowestFirst() {
    for (long value : new long[] {260, 272, 256 + 4 * 5_000}) {
      assertTrue(table.put(value, new MailslotDevice(0x2000), 1));
    }
    table.linkFreeRows();
    assertEquals(3, table.size());
    for (long value : new long[] {256, 264, 268, 276}) {
      assertNull(table.get(value));
      assertEquals(value, table.add(row(2)));
    }
    assertEquals(1, table.get(256 + 4 * 5_000).access());
  }

  @Test
  void anEmptiedTableStartsAgain() {
    Pool pool = new Pool(1L << 40);
    HandleTable emptied = new HandleTable(pool.newQuota());
    for (int i = 0; i < 5_000; i++) {
      emptied.add(row(i));
    }
    emptied.remove(256);
    List<Long> told = new ArrayList<>();
    emptied.clear((value, object, bits) -> told.add(value));
    assertEquals(4_999, told.size());
    assertEquals(0, emptied.size());
    assertEquals(0, pool.taken());
    assertNull(emptied.get(260));
    assertEquals(-1, emptied.flags(260));
    assertEquals(256, emptied.add(row(1)));
    assertEquals(260, emptied.add(row(1)));
  }

  /** A process with a few handles costs little, and each page is paid for. */
  @Test
  void aTableCostsWhatItsPagesTake() {
    Pool pool = new Pool(1L << 40);
    HandleTable tried = new HandleTable(pool.newQuota());
    assertEquals(0, pool.taken());
    long[] expected = new long[5_000];
    for (int i = 0; i < expected.length; i++) {
      int first = i < 16 ? 16 : i < 64 ? 64 : i < 256 ? 256 : i < 1024 ? 1024 : 4096;
      expected[i] = 64 + 8L * first + (i < 4096 ? 0 : 64 + 8 * 4096);
      tried.add(row(i));
      int rows = i + 1;
      assertEquals(expected[i], pool.taken(), () -> rows + " rows");
    }
  }

  @Test
  void whereThereIsNoMemoryARowIsNotAdded() {
    HandleTable poor = new HandleTable(new Pool(2 * (64 + 8 * 16)).newQuota());
    for (int i = 0; i < 16; i++) {
      assertEquals(256 + 4 * i, poor.add(row(i)));
    }
    assertEquals(0, poor.add(row(16)));
    assertEquals(16, poor.size());
    assertFalse(poor.put(256 + 4 * 16, new MailslotDevice(0x2000), 0));
    assertEquals(16, poor.size());
    poor.remove(260);
    assertEquals(260, poor.add(row(17)));
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
    assertEquals(-1, table.flags(last + 4));
    table.remove(last);
    assertEquals(last, table.add(row));
    assertEquals(1 << 24, table.size());
  }

  @Property
  void agreesWithASortedMap(
      @ForAll @Size(max = 200) List<@IntRange(max = 999) Integer> operations) {
    HandleTable tried = new HandleTable(memory());
    SortedMap<Long, Row> model = new TreeMap<>();
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
    SortedMap<Long, Row> seen = new TreeMap<>();
    tried.forEach((value, object, bits) -> seen.put(value, new Row(object, bits)));
    assertEquals(model, seen);
    model.forEach((value, row) -> assertEquals(row, tried.get(value)));
    model.forEach((value, row) -> assertEquals(row.flags(), tried.flags(value)));
  }

  @Test
  void aReaderNeverSeesHalfOfOneRowAndHalfOfAnother() throws InterruptedException {
    Row even = Row.of(new MailslotDevice(2), 2, 0);
    Row odd = Row.of(new MailslotDevice(1), 1, 0);
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
