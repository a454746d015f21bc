package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "owners and modes as POSIX systems have them")
class RuntimeFolderTest {
  @TempDir private Path parent;
  private RuntimeFolder folder;

  @BeforeEach
  void name() {
    folder = RuntimeFolder.of(parent.resolve("k"));
  }

  private void assertRefused(String reason) {
    assertRefused(reason, folder.path());
  }

  private void assertRefused(String reason, Path what) {
    var refused =
        assertThrows(
            KernelUnavailableException.class, () -> SharedBackend.openFurther(folder).close());
    assertTrue(refused.getMessage().startsWith("refused to use " + what), refused.getMessage());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    assertTrue(
        refused
            .getMessage()
            .endsWith("remove it, or set HANDLELAB_RUNTIME_DIR to a folder of your own"),
        refused.getMessage());
  }

  @Test
  void aNewFolderIsPrivate() throws IOException {
    assertFalse(folder.check());
    folder.create();
    assertTrue(folder.check());
    folder.create();
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())));
    assertFalse(folder.checkSocket());
  }

  @Test
  void aFolderThatIsOpenToOthersIsRefused() throws IOException {
    for (String mode :
        List.of("rwxr-x---", "rwx--x--x", "rwxrwxrwx", "rwx---r--", "r-x------", "---------")) {
      Files.createDirectory(folder.path());
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString(mode));
      assertRefused("has the mode " + mode + " and must have rwx------");
      Files.delete(folder.path());
    }
  }

  @Test
  void aLinkToAFolderIsRefused() throws IOException {
    RuntimeFolder target = RuntimeFolder.of(parent.resolve("t"));
    target.create();
    Files.createSymbolicLink(folder.path(), target.path());
    assertRefused("is a symbolic link");
  }

  @Test
  void aFileInTheFoldersPlaceIsRefused() throws IOException {
    Files.createFile(folder.path());
    assertRefused("is no folder");
  }

  @Test
  void aFileOrALinkInTheSocketsPlaceIsRefused() throws IOException {
    folder.create();
    Files.createFile(folder.socket());
    assertRefused("is not a socket");
    Files.delete(folder.socket());
    Files.createSymbolicLink(folder.socket(), parent.resolve("elsewhere"));
    assertRefused("is a symbolic link");
  }

  @Test
  void aSocketThatIsOpenToOthersIsRefused() throws IOException {
    folder.create();
    try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(folder.socket()));
      for (String mode : new String[] {"rwxrwxrwx", "rwx-w----", "rwx-----x"}) {
        Files.setPosixFilePermissions(folder.socket(), PosixFilePermissions.fromString(mode));
        assertRefused("has the mode " + mode + " and must be closed to others", folder.socket());
      }
      Files.setPosixFilePermissions(folder.socket(), PosixFilePermissions.fromString("rw-------"));
      assertTrue(folder.checkSocket());
    }
  }

  @Test
  void whatIsPlantedInAFilesPlaceIsRefused() throws Exception {
    folder.create();
    for (Path file : List.of(folder.startLock(), folder.serverLock(), folder.log())) {
      Files.createSymbolicLink(file, parent.resolve("elsewhere"));
      assertRefused("is a symbolic link", file);
      Files.delete(file);
      Files.createDirectory(file);
      assertRefused("is no file", file);
      Files.delete(file);
      assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
      assertRefused("is no file", file);
      Files.delete(file);
    }
    assertFalse(Files.exists(parent.resolve("elsewhere")), "nothing was written through a link");
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() throws IOException {
    folder.create();
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may give a folder away");
    Files.setAttribute(folder.path(), "unix:uid", 12_345);
    assertRefused("belongs to 12345");
    Files.setAttribute(folder.path(), "unix:uid", 0);
  }

  @Test
  void aPathThatIsTooLongForASocketIsRefused() {
    var refused =
        assertThrows(
            KernelUnavailableException.class,
            () -> RuntimeFolder.of(parent.resolve("x".repeat(100))));
    assertTrue(refused.getMessage().contains("too long"), refused.getMessage());
    assertTrue(refused.getMessage().contains(RuntimeFolder.VARIABLE), refused.getMessage());
  }
}
