package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.HandleRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFilterTest {
  private static final HandleRow SLOT =
      Tables.row(8, 0x100, 0x2400, "\\Device\\Mailslot\\picture", true, 2);
  private static final HandleRow PLAIN = Tables.row(8, 0x104, 0x2600, null);

  @Test
  void test_typeNameAndFlag_allCount() {
    assertTrue(new RowFilter("file", null, false).test(SLOT));
    assertFalse(new RowFilter("process", null, false).test(SLOT));
    assertTrue(new RowFilter(null, "SLOT\\PIC", false).test(SLOT));
    assertFalse(new RowFilter(null, "x", false).test(PLAIN));
    assertTrue(new RowFilter("FILE", "pict", true).test(SLOT));
    assertFalse(new RowFilter(null, null, true).test(PLAIN));
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\x\\y.txt, \\??\\C:\\x\\y.txt, true",
    "c:/x/Y.txt, \\??\\C:\\x\\y.txt, true",
    "C:\\x\\y.txt, \\Device\\HarddiskVolume3\\x\\y.txt, true",
    "C:\\x\\y.txt, \\Device\\HarddiskVolume3\\x\\y.txt.bak, false",
    "C:\\x\\y.txt, \\??\\D:\\x\\y.txt, false",
    "\\\\.\\mailslot\\a, \\Device\\Mailslot\\a, true",
    "\\\\.\\pipe\\a, \\Device\\NamedPipe\\a, true",
    "\\\\.\\pipe\\a, \\Device\\Mailslot\\a, false",
  })
  void test_pathAsPeopleWriteIt_matchesTheKernelsName(String typed, String name, boolean matches) {
    assertEquals(
        matches, new RowFilter(null, typed, false).test(Tables.row(8, 0x100, 0x2400, name)));
  }
}
