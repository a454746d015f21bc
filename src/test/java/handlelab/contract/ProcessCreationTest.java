package handlelab.contract;

import static handlelab.api.Win32.CREATE_NEW_CONSOLE;
import static handlelab.api.Win32.DETACHED_PROCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.StartupInfo;
import handlelab.contract.Machine.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** CreateProcessW: finding the program, splitting the command line, suspended creation. */
class ProcessCreationTest extends ContractTest {
  private void create(String application, String commandLine, int flags, String directory) {
    parent.createProcess(
        application, commandLine, null, null, false, flags, null, directory, StartupInfo.DEFAULT);
  }

  private void assertRefused(int errorCode, String application, String commandLine) {
    assertFails("CreateProcessW", errorCode, () -> create(application, commandLine, 0, null));
  }

  private void assertSplit(String tail, String... arguments) {
    TestProcess child = start(Launch.plain().tail(tail));
    assertEquals(List.of(arguments), child.arguments());
  }

  @Fact("blank-before-program-refused")
  void commandLine_startingWithABlankOrTab_isRefused() {
    assertRefused(87, null, " ");
    assertRefused(87, null, " handlelab-no-such-program.exe");
    assertRefused(87, null, "\thandlelab-no-such-program.exe");
  }

  @Fact("no-program-name-refused")
  void noName_isRefused() {
    assertThrows(RuntimeException.class, () -> create(null, null, 0, null));
  }

  @Fact("missing-folder-refused")
  void missingFolder_isRefused() {
    needs(Capability.HOST_FILES);
    assertFails(
        "CreateProcessW",
        267,
        () -> create(null, machine().imageName(), 0, "handlelab-no-such-folder"));
  }

  @Fact("file-that-is-no-program-refused")
  void textFile_isNoProgram(@TempDir Path folder) throws IOException {
    needs(Capability.HOST_FILES);
    Path text = Files.writeString(folder.resolve("text.exe"), "This is no program.\n");
    assertRefused(193, text.toString(), null);
  }

  @Fact("folder-is-no-program")
  void folder_isNoProgram(@TempDir Path folder) {
    needs(Capability.HOST_FILES);
    assertRefused(5, folder.toString(), null);
  }

  @Fact("console-flags-contradict")
  void newConsoleAndNoConsole_contradict() {
    assertFails(
        "CreateProcessW",
        87,
        () -> create(null, machine().imageName(), CREATE_NEW_CONSOLE | DETACHED_PROCESS, null));
  }

  @Fact("command-line-arrives-unchanged")
  void arguments_beyondAscii_arrive() {
    assertSplit(
        "gr\u00fc\u00dfe \"\u4f60 \u597d\" \ud83d\ude00",
        "gr\u00fc\u00dfe",
        "\u4f60 \u597d",
        "\ud83d\ude00");
  }

  @Fact("long-command-line-arrives")
  void longCommandLine_arrives() {
    String argument = "x".repeat(20_000);
    assertSplit(argument, argument);
  }
}
