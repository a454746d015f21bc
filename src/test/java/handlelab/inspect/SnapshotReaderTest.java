package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is read back; what is damaged is said to be, and nothing else happens. */
class SnapshotReaderTest {
  private static final HandleRow ROW = row(8, 0x100, 0xFFFF_8000_0000_2400L, "n\u00e4me", true, 2);
  private static final HandleRow PLAIN =
      new HandleRow(8, new Handle(0x7FFF_FFFCL), 0, "?", null, 0x8000_0001, false, true, 0);
  private static final TableSnapshot LOOK =
      whole(
          ProcessTable.unreadable(ProcessDetails.ofId(4), new Win32Exception("OpenProcess", 5)),
          table(8, ROW, PLAIN));

  private static String text(TableSnapshot look) throws IOException {
    StringWriter text = new StringWriter();
    HandleJson.writeHandles(look, ObjectLabels.addressesOnly(), text);
    return text.toString();
  }

  private static TableSnapshot read(String text) throws IOException, SnapshotFormatException {
    return SnapshotReader.read(new StringReader(text));
  }

  @Test
  void snapshot_written_isReadBack() throws Exception {
    TableSnapshot back = read(text(LOOK));
    assertEquals(LOOK.table(8), back.table(8));
    assertEquals(5, back.table(4).failure().errorCode());
    assertEquals(LOOK.origin(), back.origin());
    assertEquals(LOOK.takenAt(), back.takenAt());
    assertEquals(LOOK.wholeMachine(), back.wholeMachine());
    assertEquals(text(LOOK), text(back));
  }

  @Test
  void filter_written_isReadBack() throws Exception {
    RowFilter filter = new RowFilter("File", "\u00e4", true);
    assertEquals(filter, read(text(LOOK.filtered(filter))).filter());
  }

  @Test
  void text_cutAnywhere_isRefused() throws IOException {
    String whole = text(LOOK).stripTrailing();
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      var e = assertThrows(SnapshotFormatException.class, () -> read(cut), cut);
      assertNotEquals("", e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "hello", "[]", "5", "null", "{}", "{\"a\":1}", "{\"form\":5}", "\u0000"})
  void text_ofAnotherForm_isRefused(String text) {
    var e = assertThrows(SnapshotFormatException.class, () -> read(text));
    assertTrue(e.getMessage().length() > 5, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\u0001',
      value = {
        "handlelab.handles~handlelab.objects~of the form handlelab.objects, not handlelab.handles",
        "\"version\":1~\"version\":7~of version 7; this program reads version 1",
        "\"handle\":256~\"handle\":0~a row with a field missing or out of range, at"
            + " $.processes[1].rows[0]",
        "\"handle\":2147483644~\"handle\":256~handle 0x100 for the second time at"
            + " $.processes[1].rows",
        "\"processId\":8~\"processId\":4~process 4 for the second time at $.processes[1]",
        "\"kernel\"~\"colonel\"~one of backend, kernel, takenAt, wholeMachine, filter and processes"
            + " is missing",
        "2026-11-22T~2026-99-22T~no time: 2026-99-22T12:00:00Z at $.takenAt",
      })
  void text_damaged_isRefusedWithTheReason(String from, String to, String message)
      throws IOException {
    String bad = text(LOOK).replace(from, to);
    var e = assertThrows(SnapshotFormatException.class, () -> read(bad));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void fields_inAnyOrderAndUnknown_areRead() throws Exception {
    String text =
        """
        {"later":[{"x":1}],"processes":[{"rows":[],"more":null,"processId":8}],
         "filter":{"type":null,"nameFragment":null,"inheritableOnly":false,"new":1},
         "wholeMachine":true,"takenAt":"2026-11-22T12:00:00Z","kernel":"k","backend":"real",
         "version":1,"form":"handlelab.handles"}
        """;
    assertEquals(8, read(text).tables().get(0).processId());
  }
}
