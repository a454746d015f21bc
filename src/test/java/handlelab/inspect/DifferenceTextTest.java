package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTextTest {
  private static final HandleRow A = row(8, 0x100, 0x2000, "a");
  private static final TableDifference DIFFERENCE =
      TableDifference.between(
          whole(ProcessTable.of(Tables.JAVA, List.of(A, row(8, 0x104, 0x2200, "b")))),
          whole(
              ProcessTable.of(
                  Tables.JAVA,
                  List.of(
                      row(8, 0x104, 0x2200, "b", true, 2),
                      row(8, 0x108, 0x2300, "leak"),
                      row(8, 0x10c, 0x2400, "leak"))),
              table(12, row(12, 0x100, 0x2, null))));

  @Test
  void write_difference_beginsWithTheGrowth() throws IOException {
    StringWriter text = new StringWriter();
    DifferenceText.write(DIFFERENCE, text);
    assertEquals(
        """
        GROWTH  OPENED  CLOSED  TYPE  NAME
            +2       3       1  File
            +2       2       0  File  leak
            -1       0       1  File  a

        + process 12
        - 8 java.exe  0x100  File  0x00120089 FILE_GENERIC_READ  a
        + 8 java.exe  0x108  File  0x00120089 FILE_GENERIC_READ  leak
        + 8 java.exe  0x10c  File  0x00120089 FILE_GENERIC_READ  leak
        + 12  0x100  File  0x00120089 FILE_GENERIC_READ
        ~ 8 java.exe  0x104  File  flags - -> inherit  usage count 1 -> 2  b
        3 opened, 1 closed, 1 changed
        """,
        text.toString());
  }

  @Test
  void writeSum_growth_isOneLine() throws IOException {
    StringWriter text = new StringWriter();
    DifferenceText.writeSum("since noon: ", Growth.of(DIFFERENCE), text);
    DifferenceText.writeSum("since noon: ", List.of(), text);
    assertEquals("since noon: +2 File, of these +2 leak\n", text.toString());
  }
}
