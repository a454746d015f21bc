package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleTextTest {
  private static final HandleRow SLOT =
      row(8, 0x100, 0x2400, "\\Device\\Mailslot\\picture", true, 2);
  private static final HandleRow PROCESS =
      new HandleRow(8, new Handle(0x1104), 0x2a00, "Process", null, 0x001F_FFFF, false, true, 1);

  /** Writes with a method of the class under test. */
  private interface Writing {
    void to(Writer out) throws IOException;
  }

  private static String text(Writing writing) throws IOException {
    StringWriter text = new StringWriter();
    writing.to(text);
    return text.toString();
  }

  private static String table(boolean showsCommandLine, ProcessTable table) throws IOException {
    return text(
        out -> HandleText.writeTable(table, ObjectLabels.addressesOnly(), showsCommandLine, out));
  }

  @Test
  void writeTable_rows_areAligned() throws IOException {
    assertEquals(
        """
        process 8: 2 handles, 1 inheritable
        HANDLE  TYPE     FLAGS    USES  OBJECT  ACCESS      NAME
        0x100   File     inherit     2  0x2400  0x00120089  \\Device\\Mailslot\\picture
        0x1104  Process  protect     1  0x2a00  0x001fffff

        ACCESS      TYPE     RIGHTS
        0x00120089  File     FILE_GENERIC_READ
        0x001fffff  Process  PROCESS_ALL_ACCESS
        """,
        table(false, Tables.table(8, SLOT, PROCESS)));
  }

  @Test
  void writeTable_noRows_saysSo() throws IOException {
    assertEquals("process 8: 0 handles\n", table(false, Tables.table(8)));
  }

  @Test
  void writeTable_controlCharacters_areEscaped() throws IOException {
    String text = table(false, Tables.table(8, row(8, 4, 0x2000, "a\u001b[2J\nb\u0085")));
    assertTrue(text.contains("a\\u001b[2J\\u000ab\\u0085\n"), text);
  }

  @Test
  void writeAll_severalProcesses_shareOneHeading() throws IOException {
    TableSnapshot snapshot =
        whole(Tables.table(8, SLOT), Tables.table(10000, row(10000, 0x100, 0x2400, null)));
    assertEquals(
        """
        PROCESS  IMAGE  HANDLE  TYPE  FLAGS    USES  OBJECT  ACCESS      NAME
              8  -      0x100   File  inherit     2  0x2400  0x00120089  \\Device\\Mailslot\\picture
          10000  -      0x100   File  -           1  0x2400  0x00120089

        ACCESS      TYPE  RIGHTS
        0x00120089  File  FILE_GENERIC_READ
        """,
        text(out -> HandleText.writeAll(snapshot, ObjectLabels.addressesOnly(), out)));
  }

  @Test
  void writeTable_knownProcess_isNamedInTheTitle() throws IOException {
    String text = table(true, ProcessTable.of(Tables.JAVA, List.of(SLOT)));
    assertTrue(
        text.startsWith(
            "process 8 java.exe, parent 4, host process 30234, started "
                + RowFormat.time(Tables.NOON)
                + ", suspended: 1 handle,\n    1 inheritable\n"
                + "command line: java -jar a.jar\n"),
        text);
  }

  @Test
  void writeTable_manyRowsForOneName_areNamedFirst() throws IOException {
    HandleRow[] rows = new HandleRow[24];
    for (int i = 0; i < 12; i++) {
      rows[i] = row(8, 0x100 + 4 * i, 0x2400 + i, "\\??\\C:\\leak.txt");
      rows[12 + i] = row(8, 0x200 + 4 * i, 0x3400, "\\??\\C:\\copied.txt");
    }
    String text = table(false, Tables.table(8, rows));
    assertTrue(
        text.startsWith(
            """
            process 8: 24 handles, 0 inheritable
            12 of them are for File \\??\\C:\\copied.txt: duplicates of one handle, not closed
            12 of them are for File \\??\\C:\\leak.txt: opened again and again, and not closed
            HANDLE\
            """),
        text);
  }

  private static final TableSnapshot SNAPSHOT =
      whole(
          ProcessTable.unreadable(ProcessDetails.ofId(4), new Win32Exception("OpenProcess", 5)),
          ProcessTable.of(
              Tables.JAVA,
              List.of(row(8, 0x100, 0x2400, "a", true, 2), row(8, 0x104, 0x2600, null))),
          Tables.table(12));

  private static String processes(TableSnapshot snapshot, boolean showsCommandLines)
      throws IOException {
    return text(out -> HandleText.writeProcesses(snapshot, 12, showsCommandLines, out));
  }

  @Test
  void writeProcesses_knownProcesses_areNamedInColumns() throws IOException {
    String time = RowFormat.time(Tables.NOON);
    String expected =
        """
        PROCESS  IMAGE     PARENT   HOST  STARTED              HANDLES  INHERITABLE
              4  -              -      -  -                          -            -
            OpenProcess failed: ERROR_ACCESS_DENIED (5)
              8  java.exe       4  30234  %s        2            1  suspended
             12  -              -      -  -                          0            0  this command
        3 processes, 2 handles
        """
            .formatted(time);
    assertEquals(expected, processes(SNAPSHOT, false));
    assertTrue(expected.lines().allMatch(line -> line.length() <= 100));
  }

  @Test
  void writeProcesses_withCommandLines_showsThemBelow() throws IOException {
    assertTrue(
        processes(SNAPSHOT, true).contains("            1\n    suspended, java -jar a.jar\n"),
        processes(SNAPSHOT, true));
  }

  @Test
  void writeObjects_objects_haveALineForEachHolder() throws IOException {
    String name = "\\Device\\Mailslot\\picture";
    HandleRow slot = row(8, 0x100, 0x2400, name, true, 2);
    HandleRow other = row(12, 0x100, 0x2400, name, true, 2);
    TableSnapshot snapshot =
        whole(ProcessTable.of(Tables.JAVA, List.of(slot, PROCESS)), Tables.table(12, other));
    List<SharedObject> objects =
        List.of(
            new SharedObject("0x2400", "File", name, "client end", 3, List.of(slot, other)),
            new SharedObject(null, "Process", null, null, 0, List.of(PROCESS)));
    assertEquals(
        """
        0x2400  File  \\Device\\Mailslot\\picture (client end), usage count 3, 1 row in processes that cannot
            be looked into
          PROCESS  IMAGE     HANDLE  FLAGS    ACCESS      RIGHTS
                8  java.exe  0x100   inherit  0x00120089  FILE_GENERIC_READ
               12  -         0x100   inherit  0x00120089  FILE_GENERIC_READ
        object  Process, usage count unknown, other holders unknown
          PROCESS  IMAGE     HANDLE  FLAGS    ACCESS      RIGHTS
                8  java.exe  0x1104  protect  0x001fffff  PROCESS_ALL_ACCESS
        2 objects
        """,
        text(out -> HandleText.writeObjects(snapshot, objects, out)));
  }
}
