package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Which installed program a process is started with, and the command line that it gets. */
class ImageSearchTest {
  private final Programs programs = new Programs();
  private final ImageSearch<Program> search = new ImageSearch<>(programs);

  ImageSearchTest() {
    programs.install("tool.exe", (kernel32, arguments) -> 0);
    programs.install("two words.exe", (kernel32, arguments) -> 0);
    programs.install("C:\\Program Files\\app\\app.exe", (kernel32, arguments) -> 0);
  }

  @Test
  void byCommandLineWithOrWithoutExtensionAndQuotes() {
    assertFinds("tool", "tool", null, "tool");
    assertFinds("tool.exe", "tool.exe x y", null, "tool.exe x y");
    assertFinds("tool", "tool\tx", null, "tool\tx");
    assertFinds("tool", "\"tool\" x", null, "\"tool\" x");
    assertFinds("tool", "\"tool", null, "\"tool");
  }

  @Test
  void aNameWithBlanksIsFoundAndQuoted() {
    assertFinds("two words", "two words", null, "\"two words\"");
    assertFinds("two words", "two words x", null, "\"two words\" x");
    assertFinds("two words", "\"two words\" x", null, "\"two words\" x");
  }

  @Test
  void byNameTheCommandLineIsTheCallers() {
    assertFinds("tool.exe", null, "tool.exe", "\"tool.exe\"");
    assertFinds("tool.exe", "what I like", "tool.exe", "what I like");
    assertFails(2, "tool", "tool", null);
    assertFails(3, "tool", "", null);
  }

  @Test
  void whatNamesNoProgram() {
    assertFails(87, null, null, null);
    assertFails(87, "", null, null);
    assertFails(87, " tool", null, null);
    assertFails(87, "\"\" tool", null, null);
    assertFails(87, "\" \" tool", null, null);
    assertFails(87, "tool\0x", null, null);
    assertFails(2, "other", null, null);
    assertFails(2, "other tool", null, null);
    assertFails(2, "\"other\" tool", null, null);
  }

  @Test
  void theLongestCommandLine() {
    String longest = "tool " + "x".repeat(Win32.MAX_COMMAND_LINE_CHARS - 6);
    assertFinds("tool", longest, null, longest);
    assertFails(206, longest + "x", null, null);
  }

  @Test
  void theDirectoryMustBeThere() {
    for (String directory : new String[] {"C:\\", "c:/windows", "C:\\Windows\\System32\\", "."}) {
      assertEquals("tool", search.find(null, "tool", 0, directory).name());
    }
    assertFails(267, "tool", null, "C:\\other");
    assertFails(267, "tool", null, "");
    assertFails(267, "tool", null, "C:\\windowsx");
  }

  @Test
  void find_withAPath_looksWhereTheProgramWasInstalled() {
    String app = "C:\\Program Files\\app\\app";
    assertFinds(app, app + " x", null, '"' + app + "\" x");
    String loud = app.toUpperCase(Locale.ROOT) + ".exe";
    assertFinds(loud, null, loud, '"' + loud + '"');
    assertFinds("C:/windows/tool", "C:/windows/tool", null, "C:/windows/tool");
    assertFinds(".\\tool", ".\\tool", null, ".\\tool");
    assertFinds("./tool.exe", "./tool.exe x", null, "./tool.exe x");
    assertFinds("C:\\tool.exe", null, "C:\\tool.exe", "\"C:\\tool.exe\"");
    assertFails(2, "app", null, null);
    assertFails(2, "C:\\windows\\app.exe", null, null);
    assertFails(2, null, "C:\\windows\\app.exe", null);
    for (String missing : List.of("C:\\no-such-folder\\deeper\\tool.exe", "D:\\tool.exe")) {
      assertFails(3, missing, null, null);
      assertFails(3, '"' + missing + "\" x", null, null);
      assertFails(3, null, missing, null);
    }
    assertEquals("tool", search.find(null, "tool", 0, "c:\\program files\\app").name());
  }

  @Test
  void find_withFlagsThatExcludeEachOther_failsBeforeTheSearch() {
    for (String line : List.of("tool", "missing")) {
      Win32Exception failure =
          assertThrows(Win32Exception.class, () -> search.find(null, line, 0x18, null));
      assertEquals(87, failure.errorCode());
    }
    assertEquals("tool", search.find(null, "tool", 0x10, null).name());
    assertEquals("tool", search.find(null, "tool", 0x8, null).name());
  }

  private void assertFinds(String image, String line, String name, String childsLine) {
    ImageSearch.Found<Program> found = search.find(name, line, 0, null);
    assertEquals(image, found.name());
    assertEquals(childsLine, found.commandLine());
  }

  @Test
  void find_ofWhatIsNotInstalled_saysWhatToDo() {
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> search.find(null, "other x", 0, null));
    assertEquals(
        "CreateProcessW failed: ERROR_FILE_NOT_FOUND (2): no program other is installed on this"
            + " kernel: install(name, program)",
        failure.getMessage());
  }

  private void assertFails(int errorCode, String line, String name, String directory) {
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> search.find(name, line, 0, directory));
    assertEquals("CreateProcessW", failure.function());
    assertEquals(errorCode, failure.errorCode());
  }
}
