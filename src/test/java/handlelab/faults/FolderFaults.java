package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.backend.KernelDoor;
import handlelab.mail.MailReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The runtime folder's disk is full, or the folder is unreadable or gone: each command says so in
 * one clear line, and once the cause is away the next one works with nothing else done.
 *
 * <p>Full disks are small file systems that root mounts; modes are tried as another user, because
 * root is above them. What cannot be tried here is told.
 */
final class FolderFaults {
  private static final String NOBODY = "65534";
  private static final int CHECKS = 4;
  private static final int MAX_FILES = 9;

  private final Path base;
  private final Tally tally;
  private final Jvms jvms;
  private final boolean isRoot = "root".equals(System.getProperty("user.name"));

  /**
   * @param base gets files of all kinds, and is opened to all
   */
  FolderFaults(Path base, Tally tally) throws IOException, InterruptedException {
    this.base = base;
    this.tally = tally;
    setMode(base, "rwxr-xr-x");
    jvms = new Jvms(base);
  }

  /** Plays all. */
  void play() throws Exception {
    if (isRoot && canMount()) {
      for (int files = 2; files <= MAX_FILES; files++) {
        fullFromTheStart("nr_inodes=" + files);
      }
      fullFromTheStart("size=4k");
      fullWhileRunning();
    } else {
      System.out.println("not tried here: a full disk, because only root can mount a small one");
    }
    Path own = Files.createDirectory(base.resolve("own"));
    if (isRoot) {
      Files.setAttribute(own, "unix:uid", Integer.parseInt(NOBODY));
    }
    closedParent(own);
    unreadableWhileRunning(own.resolve("k"));
    deletedWhileRunning(own.resolve("k"));
  }

  private boolean canMount() throws Exception {
    Path probe = Files.createDirectory(base.resolve("probe"));
    boolean can = system("mount", "-t", "tmpfs", "tmpfs", probe.toString()) == 0;
    if (can) {
      require(system("umount", probe.toString()) == 0, "umount failed");
    }
    return can;
  }

  private static int system(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  private void fullFromTheStart(String limit) throws Exception {
    Path disk = Files.createDirectories(base.resolve("disk"));
    String mounted = disk.toString();
    require(system("mount", "-t", "tmpfs", "-o", limit, "tmpfs", mounted) == 0, "mount failed");
    try {
      if (limit.startsWith("size")) {
        fill(disk);
      }
      Path folder = disk.resolve("k");
      Result first = receive(folder, false);
      // Enough room for this step or not: it works, or it says what does not.
      require(
          first.code == 0
              || first.saysOnce("cannot start the shared simulated kernel in " + folder),
          "on a full disk: " + first);
      String more = "remount,nr_inodes=1000,size=1m";
      require(system("mount", "-o", more, mounted) == 0, "remount failed");
      requireWorks(folder, false);
      awaitEnd(folder);
    } finally {
      require(system("umount", mounted) == 0, "umount failed");
    }
    tally.survived("disk full from the start", CHECKS);
  }

  private static void fill(Path disk) throws IOException {
    byte[] page = new byte[4096];
    try (var out = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      require(String.valueOf(e.getMessage()).contains("No space"), "filling: " + e);
    }
  }

  private void fullWhileRunning() throws Exception {
    Path disk = base.resolve("disk");
    String mounted = disk.toString();
    require(system("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mounted) == 0, "mount");
    try {
      World world = new World(disk, new Patience(Patience.HANG_MILLIS), 1);
      fill(disk);
      Files.delete(disk.resolve("filler"));
      fill(disk);
      Process receiver = start(disk.resolve("k"), false, "--count", "1", "full");
      require(
          receiver.errorReader().readLine().contains("created"), "a new process on a full disk");
      receiver.destroyForcibly();
      world.requireOthersGoOn();
      world.awaitProcesses(
          "the killed receiver is gone", System.nanoTime(), List.of(), List.of(), () -> {});
      world.requireRowsAsAtStart();
      world.close();
    } finally {
      require(system("umount", mounted) == 0, "umount failed");
    }
    tally.survived("disk full while the server runs", CHECKS);
  }

  private void closedParent(Path own) throws Exception {
    setMode(own, "r-x------");
    Result refused = receive(own.resolve("k"), true);
    require(
        refused.saysOnce("cannot start the shared simulated kernel in " + own.resolve("k")),
        "in a closed folder: " + refused);
    setMode(own, "rwxr-xr-x");
    requireWorks(own.resolve("k"), true);
    awaitEnd(own.resolve("k"));
    tally.survived("folder that cannot be made", CHECKS);
  }

  private void unreadableWhileRunning(Path folder) throws Exception {
    Process receiver = start(folder, true, "--count", "1", "closed");
    require(receiver.errorReader().readLine().contains("created"), "the receiver starts");
    setMode(folder, "---------");
    Result refused = receive(folder, true);
    require(refused.saysOnce("has the mode ---------"), "into a closed folder: " + refused);
    setMode(folder, "rwx------");
    Process sender = startProgram(handlelab.mail.MailSender.class, folder, true, "closed", "hello");
    require(sender.waitFor() == 0, "the next command reaches the same server");
    require(receiver.inputReader().readLine().equals("hello"), "the first one goes on");
    require(receiver.waitFor() == 0, "and ends well");
    awaitEnd(folder);
    tally.survived("folder closed while the server runs", CHECKS);
  }

  private void deletedWhileRunning(Path folder) throws Exception {
    Process receiver = start(folder, true, "--count", "1", "deleted");
    require(receiver.errorReader().readLine().contains("created"), "the receiver starts");
    List<ProcessHandle> before = KernelDoor.servers(folder);
    Folders.delete(folder);
    requireWorks(folder, true);
    require(receiver.isAlive(), "the first one goes on");
    receiver.destroyForcibly();
    for (ProcessHandle server : before) {
      server.onExit().get(60, TimeUnit.SECONDS);
    }
    awaitEnd(folder);
    tally.survived("folder deleted while the server runs", CHECKS);
  }

  private void requireWorks(Path folder, boolean asNobody) throws Exception {
    Result result = receive(folder, asNobody);
    require(result.code == 0, "the next command: " + result);
  }

  /** Asks the server to end, which it would do by itself a little later. */
  private static void awaitEnd(Path folder) throws Exception {
    for (ProcessHandle server : KernelDoor.servers(folder)) {
      require(server.destroy(), "the server cannot be asked to end");
      server.onExit().get(60, TimeUnit.SECONDS);
    }
    if (Files.exists(folder)) {
      // One that was there before the server is the user's, and stays.
      try (var files = Files.list(folder)) {
        require(files.findAny().isEmpty(), "the server left something in " + folder);
      }
      Files.delete(folder);
    }
  }

  /** A receiver that ends as soon as it has its slot. */
  private Result receive(Path folder, boolean asNobody) throws Exception {
    Process process = start(folder, asNobody, "--timeout", "0", "inbox");
    String told =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    require(process.waitFor(60, TimeUnit.SECONDS), "a command hangs");
    return new Result(process.exitValue(), told);
  }

  private Process start(Path folder, boolean asNobody, String... words) throws IOException {
    return startProgram(MailReceiver.class, folder, asNobody, words);
  }

  private Process startProgram(Class<?> main, Path folder, boolean asNobody, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (asNobody && isRoot) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(jvms.command(main, words));
    return Jvms.start(command, folder);
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private record Result(int code, String told) {
    /** Whether it failed with one line, in which this stands. */
    boolean saysOnce(String text) {
      return code == 1 && told.contains(text) && !told.contains("\n");
    }
  }
}
