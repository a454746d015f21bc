package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which installed program a process is started with, and the command line that it gets. */
class ImageSearchTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final ImageSearch search = new ImageSearch(kernel);

  ImageSearchTest() {
    kernel.install("tool.exe", (kernel32, arguments) -> 0);
    kernel.install("two words.exe", (kernel32, arguments) -> 0);
  }

  @AfterEach
  void close() {
    kernel.close();
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
      assertEquals("tool", search.find(null, "tool", directory).imageName());
    }
    assertFails(267, "tool", null, "C:\\other");
    assertFails(267, "tool", null, "C:\\windowsx");
  }

  private void assertFinds(String image, String line, String name, String childsLine) {
    ImageSearch.Found found = search.find(name, line, null);
    assertEquals(image, found.imageName());
    assertEquals(childsLine, found.commandLine());
  }

  private void assertFails(int errorCode, String line, String name, String directory) {
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> search.find(name, line, directory));
    assertEquals("CreateProcessW", failure.function());
    assertEquals(errorCode, failure.errorCode());
  }
}
