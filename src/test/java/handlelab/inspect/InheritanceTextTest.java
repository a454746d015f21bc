package handlelab.inspect;

import static handlelab.inspect.InheritanceReports.LIST;
import static handlelab.inspect.InheritanceReports.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InheritanceTextTest {
  private static String text(InheritanceReport report, boolean showsAll) throws IOException {
    StringWriter out = new StringWriter();
    InheritanceText.write(report, showsAll, out);
    return out.toString();
  }

  @Test
  void write_brief_showsWhatCameAndCountsTheRest() throws IOException {
    assertEquals(
        """
        child 1004 child.exe of 1000 java.exe, before its first instruction: inheritance on, handle list of
        1
        note: 1000 java.exe did not create 1004 child.exe; process 996 did
        warning: standard handle err has the value 0x200, which is no handle of the child: no such handle
        standard handles: in 0x104, err 0x200
        5 handles came from the parent, 2 did not, 6 of the parent stayed behind

        from the parent:
          because of SHARED
            HANDLE  TYPE  ACCESS      OBJECT  NAME                ALSO HELD
            0x110   File  0x00120089  0x2400  \\Device\\Mailslot\\a  1000:0x110 +1
          because of INHERIT_FLAG
            HANDLE  TYPE  ACCESS      OBJECT  NAME                ALSO HELD
            0x100   File  0x00120089  0x2400  \\Device\\Mailslot\\a  1000:0x100 +1
          because of DUPLICATED
            HANDLE  TYPE  ACCESS      OBJECT  NAME                ALSO HELD
            0x10c   File  0x00120089  0x2400  \\Device\\Mailslot\\a  1000:0x10c +1
          because of HANDLE_LIST
            HANDLE  TYPE  ACCESS      OBJECT  NAME                ALSO HELD
            0x104   File  0x00120089  0x2400  \\Device\\Mailslot\\a  1000:0x104 +1
          because of STANDARD_HANDLE
            HANDLE  TYPE  ACCESS      OBJECT  NAME                ALSO HELD
            0x108   File  0x00120089  0x2400  \\Device\\Mailslot\\a  1000:0x108 +1

        not from the parent, or not known:
          NUMBER  WHY
               1  made by the system for the new process
               1  made by the child, or pushed in by another process

        of the parent, stayed behind:
          NUMBER  WHY
               1  inherit flag not set
               1  inherit flag set after the child was created
               1  not in the handle list
               1  inheritance off
               1  opened after the child was created
               1  not known
        """,
        text(report(LIST), false));
  }

  @Test
  void write_all_hasALineForEachRow() throws IOException {
    String text = text(report(Optional.empty()), true);
    assertTrue(text.startsWith("child 1004 child.exe of 1000 java.exe, before"), text);
    for (InheritanceReason reason : InheritanceReason.values()) {
      assertTrue(text.contains("because of " + reason + "\n"), reason + " in " + text);
    }
    assertEquals(6, text.split("File .* because of ").length - 1 - 2, text);
  }
}
