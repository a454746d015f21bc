package handlelab.story.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may call in at a stage: its child, and nobody who only knows the port. */
@Timeout(60)
class ChildLineTest {
  private final List<Socket> calls = new ArrayList<>();
  private ChildLine line;

  @BeforeEach
  void open() throws IOException {
    line = ChildLine.open();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket call : calls) {
      call.close();
    }
    line.close();
  }

  private Socket call(byte[] hello) throws IOException {
    Socket call = new Socket(InetAddress.getLoopbackAddress(), line.port());
    calls.add(call);
    call.getOutputStream().write(hello);
    return call;
  }

  private static byte[] hello(byte[] secret, boolean isControl, String... arguments)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(secret);
    out.writeBoolean(isControl);
    if (isControl) {
      out.writeInt(arguments.length);
      for (String argument : arguments) {
        out.writeUTF(argument);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void strangersAreHungUpOnAndTheChildGetsIn() throws Exception {
    ChildLine.Extension extension = line.newExtension();
    byte[] secret = ChildSecret.take(extension.secretFile());
    byte[] guess = secret.clone();
    guess[ChildSecret.BYTES - 1]++;
    Socket guesser = call(hello(guess, true, "stranger"));
    Socket old = call(new byte[] {0, 0, 0, 1, 1, 0, 0, 0, 0});
    old.shutdownOutput();
    Socket early = call(hello(secret, false));
    var control = call(hello(secret, true, "the", "child"));
    Socket second = call(hello(secret, true, "again"));
    call(hello(secret, false));
    CompletableFuture.runAsync(extension::awaitCalls).get();
    assertEquals(List.of("the", "child"), extension.arguments());
    for (Socket stranger : List.of(guesser, old, early, second)) {
      assertHungUp(stranger);
    }
    extension.exit(7);
    assertArrayEquals(new byte[] {0, 0, 0, 0, 7}, control.getInputStream().readNBytes(5));
  }

  @Test
  void aSilentStrangerDoesNotKeepTheChildOut() throws Exception {
    ChildLine.Extension extension = line.newExtension();
    byte[] secret = ChildSecret.take(extension.secretFile());
    Socket silent = call(new byte[0]);
    call(hello(secret, true));
    call(hello(secret, false));
    extension.awaitCalls();
    assertHungUp(silent);
  }

  /** A reset is an end, too: of what was said, nobody wanted to read the rest. */
  private static void assertHungUp(Socket stranger) throws IOException {
    try {
      assertEquals(-1, stranger.getInputStream().read(), "the stage hangs up");
    } catch (SocketException e) {
      assertEquals("Connection reset", e.getMessage());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes as POSIX systems have them")
  void theSecretIsInAPrivateFileAndGoodOnce() throws Exception {
    Path file = line.newExtension().secretFile();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(ChildSecret.BYTES, ChildSecret.take(file).length);
    assertThrows(NoSuchFileException.class, () -> ChildSecret.take(file));
    Path untaken = line.newExtension().secretFile();
    line.close();
    assertFalse(Files.exists(untaken), "the stage leaves nothing behind");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the shared simulated kernel is for POSIX")
  void aChildJvmShowsItAndItsCommandLineDoesNot(@TempDir Path folder) throws Exception {
    try (Backend backend = KernelDoor.open(folder.resolve("k"));
        JvmStage stage = new JvmStage(backend)) {
      StageChild child = stage.prepareChild("child.exe", List.of("one", "two"));
      Path file = Path.of(child.commandLine().split(" ", -1)[secretWord(child)]);
      byte[] secret = Files.readAllBytes(file);
      String hex = java.util.HexFormat.of().formatHex(secret);
      assertFalse(child.commandLine().contains(hex), child.commandLine());
      backend
          .kernel32()
          .createProcess(null, child.commandLine(), null, null, false, 0, null, null, null);
      assertEquals(List.of("one", "two"), child.arguments());
      assertTrue(child.kernel32().getCurrentProcessId() > 0);
      assertFalse(Files.exists(file), "the child has taken it");
    }
  }

  private static int secretWord(StageChild child) {
    List<String> words = List.of(child.commandLine().split(" ", -1));
    return words.indexOf(ChildMain.class.getName()) + 3;
  }
}
