package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverviewTextTest {
  private static final TableSnapshot SNAPSHOT =
      whole(
          ProcessTable.unreadable(ProcessDetails.ofId(4), new Win32Exception("OpenProcess", 5)),
          ProcessTable.of(
              Tables.JAVA,
              List.of(row(8, 0x100, 0x2400, "a", true, 2), row(8, 0x104, 0x2600, null))),
          table(12));

  private static String text(TableSnapshot snapshot, boolean showsCommandLines) throws IOException {
    StringWriter text = new StringWriter();
    OverviewText.writeProcesses(snapshot, 12, showsCommandLines, text);
    return text.toString();
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
    assertEquals(expected, text(SNAPSHOT, false));
    assertTrue(expected.lines().allMatch(line -> line.length() <= 100));
  }

  @Test
  void writeProcesses_withCommandLines_showsThemBelow() throws IOException {
    assertTrue(
        text(SNAPSHOT, true).contains("            1\n    suspended, java -jar a.jar\n"),
        text(SNAPSHOT, true));
  }
}
