package handlelab.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import handlelab.backend.KernelUnavailableException;
import handlelab.mail.MailReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Another user of the machine tries to get in. Only root can become another user; where the tests
 * run as somebody else, they say so and are not run.
 */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "users and modes as POSIX systems have them")
class StrangersTest {
  /** The user that POSIX systems keep for those who own nothing. */
  private static final String STRANGER = "65534";

  private static final Path AS_ANOTHER = Path.of("/usr/bin/setpriv");

  /** What a secret looks like: 128 random bits. */
  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

  private static Path base;
  private static Path folder;
  private static Jvms jvms;
  private static Backend kernel;

  @BeforeAll
  static void becomeRoot() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "not tried as another user: only root can become one");
    assumeTrue(Files.isExecutable(AS_ANOTHER), "not tried as another user: there is no setpriv");
    base = Folders.create();
    setMode(base, "rwxr-xr-x");
    jvms = new Jvms(base);
    folder = base.resolve("k");
    kernel = KernelDoor.open(folder);
  }

  @AfterAll
  static void end() throws Exception {
    if (kernel != null) {
      kernel.close();
      for (ProcessHandle server : KernelDoor.servers(folder)) {
        server.onExit().join();
      }
      Folders.delete(base);
    }
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static Process startAsStranger(List<String> words, Path runtimeFolder)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(AS_ANOTHER.toString()));
    command.addAll(List.of("--reuid=" + STRANGER, "--regid=" + STRANGER, "--clear-groups"));
    command.addAll(words);
    return Jvms.start(command, runtimeFolder);
  }

  private static String run(List<String> words) throws Exception {
    Process process = startAsStranger(words, folder);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    var unused = process.waitFor();
    return out + err;
  }

  private static String tryIt(Stranger.Try kind, Path path) throws Exception {
    return run(jvms.command(Stranger.class, kind.name(), path.toString()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String told) {
    assertTrue(told.startsWith("refused"), told);
  }

  private static String refusal(Path runtimeFolder) {
    return assertThrows(
            KernelUnavailableException.class, () -> KernelDoor.open(runtimeFolder).close())
        .getMessage();
  }

  @Test
  void theFolderAndTheSocketAreClosed() throws Exception {
    assertTrue(run(List.of("ls", folder.toString())).contains("ermission denied"));
    assertRefused(tryIt(Stranger.Try.CONNECT, KernelDoor.socket(folder)));
    assertRefused(tryIt(Stranger.Try.LISTEN, folder.resolve("planted")));
    String told = run(jvms.command(MailReceiver.class, "--timeout", "0", "stranger"));
    assertTrue(told.contains("refused to use " + folder + ": it belongs to root"), told);
  }

  @Test
  void theServerRefusesAStrangerThatAnOpenDoorLetsIn() throws Exception {
    Path socket = KernelDoor.socket(folder);
    try {
      setMode(folder, "rwxr-xr-x");
      setMode(socket, "rwxrwxrwx");
      assertEquals(Stranger.HUNG_UP + "\n", tryIt(Stranger.Try.CONNECT, socket));
    } finally {
      setMode(socket, "rwx------");
      setMode(folder, "rwx------");
    }
    Path log = folder.resolve("server.log");
    Patience.awaitAtLast(
        "a line in the log", () -> read(log).contains("refused to talk to a process of nobody"));
    assertTrue(kernel.kernel32().getCurrentProcessId() > 0, "the others go on");
  }

  @Test
  void aFolderThatAStrangerMadeIsRefused() throws Exception {
    Path open = Files.createDirectory(base.resolve("open"));
    setMode(open, "rwxrwxrwx");
    Path planted = open.resolve("k");
    assertEquals("", run(List.of("mkdir", "-m", "700", planted.toString())));
    assertTrue(refusal(planted).contains("belongs to nobody"));
  }

  @Test
  void aStrangerThatPretendsToBeTheServerIsRefused() throws Exception {
    Path trap = Files.createDirectory(base.resolve("trap"));
    setMode(trap, "rwxrwxrwx");
    Path socket = KernelDoor.socket(trap);
    Process server =
        startAsStranger(
            jvms.command(Stranger.class, Stranger.Try.LISTEN.name(), socket.toString()), trap);
    try {
      assertEquals("listening", server.inputReader().readLine());
      setMode(trap, "rwx------");
      setMode(socket, "rwx------");
      assertTrue(refusal(trap).contains(socket + ": it belongs to nobody"));
      // Even where the file looks right, the system knows who listens.
      Files.setAttribute(socket, "unix:uid", 0);
      assertTrue(refusal(trap).contains("refused to talk to a process of nobody"));
    } finally {
      server.getOutputStream().close();
      assertEquals(0, server.waitFor());
    }
  }

  @Test
  void secretsAreNeitherOnACommandLineNorInTheLog() throws Exception {
    Kernel32 kernel32 = kernel.kernel32();
    String command = CommandLine.join(List.of("/bin/sh", "-c", "exec sleep 60.25"));
    var child =
        kernel32.createProcess(
            null,
            command,
            null,
            null,
            false,
            Win32.CREATE_NO_WINDOW,
            null,
            null,
            StartupInfo.DEFAULT);
    try {
      List<ProcessHandle> ours = new ArrayList<>(KernelDoor.servers(folder));
      try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
        children.forEach(ours::add);
      }
      assertTrue(ours.size() >= 2, "the server and the child are there");
      for (ProcessHandle process : ours) {
        Path entry = Path.of("/proc", Long.toString(process.pid()));
        String line = run(List.of("cat", entry.resolve("cmdline").toString()));
        assertFalse(SECRET.matcher(line).find(), line);
        String environment = run(List.of("cat", entry.resolve("environ").toString()));
        assertTrue(environment.contains("ermission denied"), "others read an environment");
      }
      String log = Files.readString(folder.resolve("server.log"));
      assertFalse(SECRET.matcher(log).find(), log);
    } finally {
      kernel32.terminateProcess(child.process(), 0);
      kernel32.closeHandle(child.process());
      kernel32.closeHandle(child.thread());
    }
  }

  /** Within one user, too, a process reaches into another only with the right to. */
  @Test
  void aHandleWithoutTheRightReachesNoTable() {
    try (Backend other = KernelDoor.open(folder)) {
      Kernel32 mine = kernel.kernel32();
      Kernel32 others = other.kernel32();
      Handle slot = Slots.create(others, "\\\\.\\mailslot\\private");
      int id = others.getCurrentProcessId();
      Handle weak = mine.openProcess(Win32.PROCESS_QUERY_INFORMATION, false, id);
      Slots.requireFails(
          Win32Error.ERROR_ACCESS_DENIED,
          "duplicating without PROCESS_DUP_HANDLE",
          () -> {
            var unused =
                mine.duplicateHandle(
                    weak, slot, Handle.CURRENT_PROCESS, 0, false, Slots.SELF_OPTIONS);
          });
      mine.closeHandle(weak);
      assertNotEquals(id, mine.getCurrentProcessId());
    }
  }
}
