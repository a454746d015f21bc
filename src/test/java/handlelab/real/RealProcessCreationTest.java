package handlelab.real;

import static handlelab.real.RealKernel32Test.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** All ten parameters of CreateProcessW, as a child sees them. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
final class RealProcessCreationTest {
  private static final int WAIT_MILLIS = 60_000;

  @TempDir Path folder;
  private Kernel32 kernel;

  @BeforeEach
  void open() {
    kernel = RealKernel.kernel32();
  }

  @Test
  void child_hasTextEnvironmentDirectoryAndStandardHandles() throws IOException {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("handlelab_text", "é→日本");
    Path directory = Files.createDirectory(folder.resolve("Ort → é"));

    // cmd's own commands write UTF-16 with /u.
    String output =
        outputOf(
            "cmd.exe /u /c \"echo [→日本]& set HANDLELAB_TEXT& cd\"",
            environment,
            directory.toString());

    List<String> lines = output.lines().map(String::strip).toList();
    assertEquals("[→日本]", lines.get(0));
    assertEquals("handlelab_text=é→日本", lines.get(1));
    assertTrue(lines.get(2).endsWith("\\Ort → é"), output);
  }

  @Test
  void environment_given_replacesTheParents() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SystemRoot", System.getenv("SystemRoot"));
    environment.put("ONLY", "this");
    String comspec = System.getenv("SystemRoot") + "\\system32\\cmd.exe";

    String output = outputOf("\"" + comspec + "\" /u /c set", environment, null);

    assertTrue(output.contains("ONLY=this"), output);
    assertTrue(System.getenv().containsKey("TEMP"), "there is something to replace");
    assertTrue(!output.contains("\nTEMP="), output);
  }

  /** What the child writes to its standard output, a file that it inherits. */
  private String outputOf(String commandLine, Map<String, String> environment, String directory)
      throws IOException {
    Path file = folder.resolve("output");
    Handle output =
        kernel.createFile(
            file.toString(),
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ,
            SecurityAttributes.INHERITABLE,
            Win32.CREATE_ALWAYS,
            Win32.FILE_ATTRIBUTE_NORMAL,
            null);
    StartupInfo startup = new StartupInfo(Handle.NULL, output, output, List.of(output));
    ProcessInformation child =
        kernel.createProcess(
            null, commandLine, null, null, true, 0, environment, directory, startup);
    kernel.closeHandle(output);
    assertEquals(0, exitCodeOf(child));
    return Files.readString(file, StandardCharsets.UTF_16LE);
  }

  @Test
  void applicationName_besideACommandLine_isWhatRuns() {
    String comspec = System.getenv("SystemRoot") + "\\system32\\cmd.exe";
    ProcessInformation child =
        kernel.createProcess(
            comspec, "other /c exit 9", null, null, false, 0, null, null, StartupInfo.DEFAULT);
    assertEquals(9, exitCodeOf(child));
    child = kernel.createProcess(comspec, "x /c exit -1", null, null, false, 0, null, null, null);
    assertEquals(-1, exitCodeOf(child));
  }

  @Test
  void extendedFlag_withoutAList_isHarmless() {
    Handle inheritable = inheritable("extended");
    ProcessInformation child =
        create(
            "cmd.exe /c exit 0",
            true,
            Win32.CREATE_SUSPENDED | Win32.EXTENDED_STARTUPINFO_PRESENT,
            StartupInfo.DEFAULT);
    try {
      assertTrue(isInherited(child.process(), inheritable));
    } finally {
      end(child);
      kernel.closeHandle(inheritable);
    }
  }

  @Test
  void createProcess_thatFails_saysWhy() {
    assertFails(
        "CreateProcessW",
        Win32Error.ERROR_INVALID_PARAMETER,
        () -> kernel.createProcess(null, null, null, null, false, 0, null, null, null));
    assertFails(
        "CreateProcessW",
        Win32Error.ERROR_INVALID_PARAMETER,
        () -> create("cmd.exe /c exit 0\0 more", false, 0, null));
  }

  private ProcessInformation create(
      String commandLine, boolean inheritHandles, int flags, StartupInfo startup) {
    return kernel.createProcess(
        null, commandLine, null, null, inheritHandles, flags, null, null, startup);
  }

  /** A mailslot: any object would do. Wine drops the flag at creation, so it is set after it. */
  private Handle inheritable(String name) {
    Handle handle =
        kernel.createMailslot(
            "\\\\.\\mailslot\\handlelab\\" + name + ProcessHandle.current().pid(), 0, 0, null);
    kernel.setHandleInformation(handle, Win32.HANDLE_FLAG_INHERIT, Win32.HANDLE_FLAG_INHERIT);
    return handle;
  }

  private boolean isInherited(Handle process, Handle handle) {
    Handle copy;
    try {
      copy =
          kernel.duplicateHandle(
              process, handle, kernel.getCurrentProcess(), 0, false, Win32.DUPLICATE_SAME_ACCESS);
    } catch (Win32Exception none) {
      assertEquals(Win32Error.ERROR_INVALID_HANDLE, none.errorCode());
      return false;
    }
    boolean same = kernel.compareObjectHandles(copy, handle);
    kernel.closeHandle(copy);
    return same;
  }

  private void end(ProcessInformation child) {
    kernel.terminateProcess(child.process(), 3);
    assertEquals(3, exitCodeOf(child));
  }

  private int exitCodeOf(ProcessInformation child) {
    assertEquals(
        Win32.WAIT_OBJECT_0, kernel.waitForSingleObject(child.process(), WAIT_MILLIS), "ended");
    int exitCode = kernel.getExitCodeProcess(child.process());
    kernel.closeHandle(child.thread());
    kernel.closeHandle(child.process());
    return exitCode;
  }
}
