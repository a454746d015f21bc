package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
