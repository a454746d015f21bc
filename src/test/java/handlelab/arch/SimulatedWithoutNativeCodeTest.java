package handlelab.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.lib.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated kernel works where the native library is not even on the class path. */
class SimulatedWithoutNativeCodeTest {
  /** What the JVM without JNA does. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName("com.sun.jna.Native"));
      try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
        Kernel32 kernel32 = backend.kernel32();
        String name = "\\\\.\\mailslot\\handlelab-test\\no-jna-" + ProcessHandle.current().pid();
        Handle slot = kernel32.createMailslot(name, 0, 0, null);
        Handle client =
            kernel32.createFile(
                name,
                Win32.GENERIC_WRITE,
                Win32.FILE_SHARE_READ,
                null,
                Win32.OPEN_EXISTING,
                0,
                Handle.NULL);
        assertEquals(4, kernel32.writeFile(client, ByteBuffer.allocate(4)));
        assertEquals(4, kernel32.readFile(slot, ByteBuffer.allocate(4)));
        int rows = backend.handleTables().handles(kernel32.getCurrentProcessId()).size();
        System.out.println("rows: " + rows);
      }
    }
  }

  @Test
  void aMailslotWorksWithoutJna(@TempDir Path folder) throws IOException, InterruptedException {
    String classPath = System.getProperty("java.class.path");
    String withoutJna =
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna"))
            .collect(Collectors.joining(File.pathSeparator));
    assertTrue(withoutJna.length() < classPath.length(), classPath);
    List<String> command = JavaCommand.of(Program.class, List.of());
    command.replaceAll(word -> word.equals(classPath) ? withoutJna : word);
    Path printed = folder.resolve("printed.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String output = Files.readString(printed);
    assertEquals(0, process.exitValue(), output);
    assertEquals("rows: 2", output.strip());
  }
}
