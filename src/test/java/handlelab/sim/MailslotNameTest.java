package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Which mailslot a path means, or why none. What a path does in a call is in the contract tests.
 */
class MailslotNameTest {
  /** What a path of 65,532 bytes leaves for the name of a mailslot. */
  private static final String LONGEST = "x".repeat(32_753);

  @Test
  void theWaysToWriteOneName() {
    for (String path :
        List.of(
            "\\\\.\\mailslot\\a\\b",
            "\\\\.\\MAILSLOT\\a\\b",
            "//./mailslot/a/b",
            "\\\\?\\mailslot\\a\\b",
            "\\??\\mailslot\\a\\b",
            "//?/mailslot/a/b",
            "\\\\.\\mailslot\\\\a\\.\\b",
            "\\\\.\\mailslot\\c\\..\\a\\b",
            "\\\\.\\mailslot\\a.\\b",
            "\\\\.\\mailslot\\a\\b. .",
            "\\\\.\\x\\..\\mailslot\\a\\b")) {
      assertEquals("\\Device\\Mailslot\\a\\b", MailslotName.toCreate(path).objectName(), path);
      assertEquals("\\Device\\Mailslot\\a\\b", MailslotName.toOpen(path).objectName(), path);
    }
  }

  /** Behind these prefixes a path goes to the object manager unchanged. */
  @Test
  void whatIsTakenAsItIs() {
    Map.of(
            "\\\\?\\mailslot\\a..", "a..",
            "\\??\\mailslot\\a\\..\\b ", "a\\..\\b ",
            "\\\\.\\mailslot\\a\\", "a\\",
            "\\\\.\\mailslot\\a.\\", "a\\")
        .forEach(
            (path, name) ->
                assertEquals(
                    "\\Device\\Mailslot\\" + name, MailslotName.toCreate(path).objectName(), path));
  }

  @Test
  void theMailslotDeviceItselfCanOnlyBeOpened() {
    for (String path :
        List.of("\\\\.\\mailslot", "\\\\.\\mailslot\\.", "\\\\?\\mailslot\\", "\\\\.\\mailslot ")) {
      assertNull(MailslotName.toOpen(path), path);
      assertCreateFails(123, path);
    }
  }

  @Test
  void whatIsNoMailslotIsNotOpened() {
    assertOpenFails(3, null);
    assertOpenFails(3, " ");
    assertOpenFails(2, "\\\\.\\COM9");
    assertOpenFails(3, "\\\\.\\COM9\\x");
    assertOpenFails(123, "\\\\.\\mailslot\\a\0b");
    assertCreateFails(123, "\\\\.\\mailslot\\a\0b");
    assertOpenFails(2, "\\\\.\\..");
    assertOpenFails(53, "\\\\server\\share\\x");
    assertOpenFails(Win32Error.ERROR_REMOTE_MAILSLOTS_DEPRECATED, "\\\\server\\Mailslot\\x");
    assertOpenFails(53, "\\\\server\\mailslotx\\x");
    assertOpenFails(53, "\\\\?\\UNC\\server\\share\\x");
    assertOpenFails(
        Win32Error.ERROR_REMOTE_MAILSLOTS_DEPRECATED, "\\\\?\\UNC\\server\\mailslot\\x");
  }

  @Test
  void toOpen_ofWhatIsNotSimulated_saysSo() {
    for (String path :
        List.of(
            "\\\\.\\pipe\\x",
            "\\\\?\\PIPE",
            "NUL",
            "\\\\.\\nul",
            "CONOUT$",
            "\\\\.\\CONIN$",
            "x.txt",
            "C:/folder/x.txt",
            "C:",
            "\\\\?\\C:\\folder\\x.txt",
            "\\\\.\\c:",
            "\\??\\C:\\x.txt",
            "con",
            "\\\\.\\PhysicalDrive0",
            "\\.\\mailslot\\x")) {
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, () -> MailslotName.toOpen(path), path);
      assertTrue(
          refused.getMessage().startsWith("CreateFileW of " + path + " is not simulated"),
          refused.getMessage());
    }
  }

  @Test
  void whatIsNoMailslotIsNotCreated() {
    assertCreateFails(3, null);
    assertCreateFails(3, "\t");
    assertCreateFails(3, "\\\\.\\COM9\\x");
    assertCreateFails(123, "\\\\.\\pipe\\x");
    assertCreateFails(123, "\\\\server\\mailslot\\x");
    assertCreateFails(123, "C:\\mailslot\\x");
  }

  @Test
  void theLongestName() {
    String longest = "\\\\.\\mailslot\\" + LONGEST;
    assertEquals("\\Device\\Mailslot\\" + LONGEST, MailslotName.toCreate(longest).objectName());
    assertEquals("\\Device\\Mailslot\\" + LONGEST, MailslotName.toOpen(longest).objectName());
    assertCreateFails(123, longest + "x");
    assertOpenFails(123, longest + "x");
  }

  @Test
  void key_ofNamesThatDifferInCase_isTheSame() {
    assertEquals(
        MailslotName.toCreate("\\\\.\\mailslot\\Ünï").key(),
        MailslotName.toCreate("\\\\.\\mailslot\\üNÏ").key());
    assertNotEquals(new MailslotName("ı").key(), new MailslotName("I").key());
  }

  private static void assertCreateFails(int errorCode, String path) {
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> MailslotName.toCreate(path), path);
    assertEquals("CreateMailslotW", failure.function());
    assertEquals(errorCode, failure.errorCode(), path);
  }

  private static void assertOpenFails(int errorCode, String path) {
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> MailslotName.toOpen(path), path);
    assertEquals("CreateFileW", failure.function());
    assertEquals(errorCode, failure.errorCode(), path);
  }
}
