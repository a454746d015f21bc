package handlelab.story.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.KernelDoor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may call in at a stage: its child, and nobody who only knows the port. */
@Timeout(60)
class JvmChildTest {
  private final List<Socket> calls = new ArrayList<>();
  private final JvmChild child = new JvmChild(BackendKind.SIMULATED, List.of());

  @AfterEach
  void close() throws IOException {
    for (Socket call : calls) {
      call.close();
    }
    child.hangUp();
  }

  private Socket call(byte[] hello) throws IOException {
    Socket call = new Socket(InetAddress.getLoopbackAddress(), child.port());
    calls.add(call);
    call.getOutputStream().write(hello);
    return call;
  }

  private static byte[] hello(byte[] secret, String... arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(secret);
    out.writeInt(arguments.length);
    for (String argument : arguments) {
      out.writeUTF(argument);
    }
    return bytes.toByteArray();
  }

  @Test
  void strangersAreHungUpOnAndTheChildGetsIn() throws Exception {
    byte[] secret = Files.readAllBytes(child.secretFile());
    byte[] guess = secret.clone();
    guess[JvmChild.SECRET_BYTES - 1]++;
    Socket guesser = call(hello(guess, "stranger"));
    Socket silent = call(new byte[0]);
    Socket brief = call(new byte[] {0, 0, 0, 1, 1, 0, 0, 0, 0});
    brief.shutdownOutput();
    Socket control = call(hello(secret, "the", "child"));
    call(secret);
    assertEquals(List.of("the", "child"), child.arguments());
    for (Socket stranger : List.of(guesser, silent, brief)) {
      assertHungUp(stranger);
    }
    child.exit(7);
    assertArrayEquals(new byte[] {0, 0, 0, 0, 7}, control.getInputStream().readNBytes(5));
    control.close();
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
  void theSecretIsInAPrivateFileThatTheStageLeavesNot() throws Exception {
    Path file = child.secretFile();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    child.hangUp();
    assertFalse(Files.exists(file), "the stage leaves nothing behind");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the shared simulated kernel is for POSIX")
  void aChildJvmShowsItAndItsCommandLineDoesNot(@TempDir Path folder) throws Exception {
    try (Backend backend = KernelDoor.open(folder.resolve("k"));
        JvmStage stage = new JvmStage(backend)) {
      JvmChild own = (JvmChild) stage.prepareChild("child.exe", List.of("one", "two"));
      String hex = HexFormat.of().formatHex(Files.readAllBytes(own.secretFile()));
      assertFalse(own.commandLine().contains(hex), own.commandLine());
      backend
          .kernel32()
          .createProcess(null, own.commandLine(), null, null, false, 0, null, null, null);
      assertEquals(List.of("one", "two"), own.arguments());
      assertTrue(own.kernel32().getCurrentProcessId() > 0);
      assertFalse(Files.exists(own.secretFile()), "the child has taken it");
    }
  }
}
