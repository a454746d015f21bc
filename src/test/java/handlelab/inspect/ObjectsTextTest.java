package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectsTextTest {
  @Test
  void write_objects_haveALineForEachHolder() throws IOException {
    String name = "\\Device\\Mailslot\\picture";
    HandleRow slot = row(8, 0x100, 0x2400, name, true, 2);
    HandleRow other = row(12, 0x100, 0x2400, name, true, 2);
    HandleRow process =
        new HandleRow(8, new Handle(0x1104), 0x2a00, "Process", null, 0x001F_FFFF, false, true, 1);
    StringWriter text = new StringWriter();
    ObjectsText.write(
        whole(ProcessTable.of(Tables.JAVA, List.of(slot, process)), table(12, other)),
        List.of(
            new SharedObject("0x2400", "File", name, "client end", 3, List.of(slot, other)),
            new SharedObject(null, "Process", null, null, 0, List.of(process))),
        text);
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
        text.toString());
  }
}
