package handlelab.backend;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The folder in which a user's shared simulated kernel lives: its socket, its locks, its log.
 *
 * <p>Whoever can write there can answer a program's calls. So the folder, and what lies in it, must
 * belong to this user, be no link and be closed to others; that is checked at each use, not only
 * set. Immutable; any thread.
 */
final class RuntimeFolder {
  static final String VARIABLE = "HANDLELAB_RUNTIME_DIR";

  /** What {@code sun_path} holds on the system with the shortest one, with the NUL. */
  private static final int MAX_SOCKET_PATH_BYTES = 104;

  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path path;

  private RuntimeFolder(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** The folder that the environment names. */
  static RuntimeFolder ofUser() {
    String chosen = System.getenv(VARIABLE);
    if (chosen != null && !chosen.isEmpty()) {
      return of(Path.of(chosen));
    }
    String sessionFolder = System.getenv("XDG_RUNTIME_DIR");
    if (sessionFolder != null && !sessionFolder.isEmpty()) {
      return of(Path.of(sessionFolder, "handlelab"));
    }
    return of(Path.of(System.getProperty("java.io.tmpdir"), "handlelab-" + userName()));
  }

  /** A user without an entry in the system's list has a question mark for a name, and a number. */
  private static String userName() {
    String name = System.getProperty("user.name");
    if (name != null && !name.isEmpty() && !name.equals("?")) {
      return name;
    }
    try {
      return User.current().getName();
    } catch (IOException e) {
      throw new KernelUnavailableException(
          "cannot tell which user this is (" + e + "); set " + VARIABLE + " to a folder of yours");
    }
  }

  /**
   * @throws KernelUnavailableException where the path is too long for a socket in it
   */
  static RuntimeFolder of(Path path) {
    RuntimeFolder folder = new RuntimeFolder(path);
    int bytes = folder.socket().toString().getBytes(Charset.defaultCharset()).length;
    if (bytes >= MAX_SOCKET_PATH_BYTES) {
      throw new KernelUnavailableException(
          "the socket's path is too long for this system ("
              + bytes
              + " bytes, at most "
              + (MAX_SOCKET_PATH_BYTES - 1)
              + "): "
              + folder.socket()
              + "; set "
              + VARIABLE
              + " to a shorter folder");
    }
    return folder;
  }

  Path path() {
    return path;
  }

  /** Where the server listens. */
  Path socket() {
    return path.resolve("kernel.sock");
  }

  /** Held while a server is started or ends. */
  Path startLock() {
    return path.resolve("start.lock");
  }

  /** Held by the server as long as it lives. */
  Path serverLock() {
    return path.resolve("server.lock");
  }

  Path log() {
    return path.resolve("server.log");
  }

  /** The log of a server that did not end in good order. */
  Path crashLog() {
    return path.resolve("crashed-server.log");
  }

  /** There if the folder was made by a client, and goes with the last server. */
  Path madeMark() {
    return path.resolve("made-by-handlelab");
  }

  /** Makes the folder where it is missing, and checks it. */
  void create() throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent, privateFolder());
    }
    try {
      Files.createDirectory(path, privateFolder());
      Files.createFile(madeMark());
    } catch (FileAlreadyExistsException e) {
      // The usual case; whether it may be used is checked next.
    }
    if (!check()) {
      throw new NoSuchFileException(path.toString());
    }
    for (Path file : List.of(startLock(), serverLock(), log(), crashLog(), madeMark())) {
      checkFile(file);
    }
  }

  /** Removes the empty folder, unless the user made it or another client has come meanwhile. */
  void removeIfMade() throws IOException {
    if (!Files.deleteIfExists(madeMark())) {
      return;
    }
    try {
      Files.delete(path);
    } catch (IOException e) {
      // A client has come for a new start, or there is the log of a crash.
      if (Files.isDirectory(path)) {
        Files.createFile(madeMark());
      }
    }
  }

  /** Opening what is no file, such as a pipe, may wait for ever. */
  private static void checkFile(Path file) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (attributes != null) {
      check(file, attributes, attributes.isRegularFile(), "is no file");
    }
  }

  /** Checks what a path leads to, and whose it is. */
  private static void check(
      Path file, BasicFileAttributes attributes, boolean isRight, String otherwise)
      throws IOException {
    if (!isRight) {
      throw refused(file, attributes.isSymbolicLink() ? "is a symbolic link" : otherwise);
    }
    if (attributes instanceof PosixFileAttributes posix && !posix.owner().equals(User.current())) {
      throw refused(file, "belongs to " + posix.owner().getName());
    }
  }

  /** Checks the mode, where there is such a thing. */
  private static void checkMode(
      Path file, BasicFileAttributes attributes, boolean isExact, String otherwise) {
    if (attributes instanceof PosixFileAttributes posix) {
      Set<PosixFilePermission> mode = posix.permissions();
      if (!(isExact ? PRIVATE.equals(mode) : PRIVATE.containsAll(mode))) {
        String text = PosixFilePermissions.toString(mode);
        throw refused(file, "has the mode " + text + " and must " + otherwise);
      }
    }
  }

  private static FileAttribute<?>[] privateFolder() {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Whether the folder is there.
   *
   * @throws KernelUnavailableException where it is not this user's alone
   */
  boolean check() throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (attributes == null) {
      return false;
    }
    check(path, attributes, attributes.isDirectory(), "is no folder");
    checkMode(path, attributes, true, "have rwx------");
    return true;
  }

  /**
   * Whether the socket is there; a live server may or may not be behind it.
   *
   * @throws KernelUnavailableException where it is no socket, or somebody else's
   */
  boolean checkSocket() throws IOException {
    BasicFileAttributes attributes = attributes(socket());
    if (attributes == null) {
      return false;
    }
    check(socket(), attributes, attributes.isOther(), "is not a socket");
    checkMode(socket(), attributes, false, "be closed to others");
    return true;
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    Class<? extends BasicFileAttributes> kind =
        isPosix() ? PosixFileAttributes.class : BasicFileAttributes.class;
    try {
      return Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static KernelUnavailableException refused(Path file, String reason) {
    return new KernelUnavailableException(
        "refused to use "
            + file
            + ": it "
            + reason
            + "; remove it, or set "
            + VARIABLE
            + " to a folder of your own");
  }

  /** The user that this JVM runs as. */
  static final class User {
    private static UserPrincipal current;

    private User() {}

    static synchronized UserPrincipal current() throws IOException {
      if (current == null) {
        current = find();
      }
      return current;
    }

    /** Asked from the system, because {@code user.name} is only a property. */
    private static UserPrincipal find() throws IOException {
      Path self = Path.of("/proc/self");
      if (Files.isDirectory(self)) {
        return Files.getOwner(self);
      }
      Path probe = Files.createTempFile("handlelab", null);
      try {
        return Files.getOwner(probe);
      } finally {
        Files.delete(probe);
      }
    }
  }
}
