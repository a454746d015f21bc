package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns stand under each other, filters keep what they should. */
class RowTextsTest {
  private static final HandleRow SLOT =
      row(8, 0x100, 0x2400, "\\Device\\Mailslot\\picture", true, 2);
  private static final HandleRow PROCESS =
      new HandleRow(8, new Handle(0x1104), 0x2a00, "Process", null, 0x001F_FFFF, false, true, 1);

  @Test
  void aTableIsAligned() throws IOException {
    StringWriter text = new StringWriter();
    RowsText.writeTable(table(8, SLOT, PROCESS), ObjectLabels.addressesOnly(), text);
    assertEquals(
        """
        process 8: 2 handles, 1 inheritable
        HANDLE  TYPE     FLAGS    USES  OBJECT  ACCESS      RIGHTS              NAME
        0x100   File     inherit     2  0x2400  0x00120089  FILE_GENERIC_READ   \\Device\\Mailslot\\picture
        0x1104  Process  protect     1  0x2a00  0x001fffff  PROCESS_ALL_ACCESS
        """,
        text.toString());
  }

  @Test
  void anEmptyTableSaysSo() throws IOException {
    StringWriter text = new StringWriter();
    RowsText.writeTable(table(8), ObjectLabels.addressesOnly(), text);
    assertEquals("process 8: 0 handles\n", text.toString());
  }

  @Test
  void aNameCannotCommandTheTerminal() throws IOException {
    StringWriter text = new StringWriter();
    HandleRow evil = row(8, 4, 0x2000, "a\u001b[2J\nb\u0085");
    RowsText.writeTable(table(8, evil), ObjectLabels.addressesOnly(), text);
    assertTrue(text.toString().endsWith("a\\u001b[2J\\u000ab\\u0085\n"), text.toString());
  }

  @Test
  void severalProcessesShareOneHeading() throws IOException {
    StringWriter text = new StringWriter();
    RowsText.writeAll(
        whole(table(8, SLOT), table(10000, row(10000, 0x100, 0x2400, null))),
        ObjectLabels.addressesOnly(),
        text);
    assertEquals(
        """
        PROCESS  HANDLE  TYPE  FLAGS    USES  OBJECT  ACCESS      RIGHTS             NAME
              8  0x100   File  inherit     2  0x2400  0x00120089  FILE_GENERIC_READ  \\Device\\Mailslot\\picture
          10000  0x100   File  -           1  0x2400  0x00120089  FILE_GENERIC_READ
        """,
        text.toString());
  }

  @Test
  void theOverviewTellsWhoLooksAndWhatIsClosed() throws IOException {
    StringWriter text = new StringWriter();
    OverviewText.writeProcesses(
        whole(
            ProcessTable.closed(4, new Win32Exception("OpenProcess", 5)),
            table(8, SLOT, PROCESS),
            table(12)),
        12,
        text);
    assertEquals(
        """
        PROCESS  HANDLES  INHERITABLE
              4        -            -  OpenProcess failed: ERROR_ACCESS_DENIED (5)
              8        2            1
             12        0            0  this command
        3 processes, 2 handles
        """,
        text.toString());
  }

  @Test
  void objectsAreShownWithTheirHolders() throws IOException {
    StringWriter text = new StringWriter();
    HandleRow other = row(12, 0x100, 0x2400, SLOT.objectName(), true, 2);
    ObjectsText.write(
        List.of(
            new SharedObject("0x2400", "File", SLOT.objectName(), 3, List.of(SLOT, other)),
            new SharedObject(null, "Process", null, 0, List.of(PROCESS))),
        text);
    assertEquals(
        """
        0x2400  File  \\Device\\Mailslot\\picture, usage count 3, 1 row in processes that cannot be looked into
          PROCESS  HANDLE  FLAGS    ACCESS      RIGHTS
                8  0x100   inherit  0x00120089  FILE_GENERIC_READ
               12  0x100   inherit  0x00120089  FILE_GENERIC_READ
        object  Process, usage count unknown, other holders unknown
          PROCESS  HANDLE  FLAGS    ACCESS      RIGHTS
                8  0x1104  protect  0x001fffff  PROCESS_ALL_ACCESS
        2 objects
        """,
        text.toString());
  }

  @Test
  void filtersKeepWhatTheyName() {
    assertTrue(new RowFilter("file", null, false).test(SLOT));
    assertFalse(new RowFilter("file", null, false).test(PROCESS));
    assertTrue(new RowFilter(null, "SLOT\\PIC", false).test(SLOT));
    assertFalse(new RowFilter(null, "x", false).test(PROCESS));
    assertTrue(new RowFilter("FILE", "pict", true).test(SLOT));
    assertFalse(new RowFilter(null, null, true).test(PROCESS));
  }
}
