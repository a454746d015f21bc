package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script {@code handlelab}, with a java and a mvn that only tell how they are called. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the java of the test looks into /proc")
@Timeout(60)
final class LauncherTest {
  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("a (b) c"));
    Files.copy(Path.of("handlelab"), home.resolve("handlelab"));
    java("17.0.15");
    script(
        folder.resolve("bin/mvn"),
        "echo '[INFO] Scanning for projects...'; echo 'Downloading from central: x'",
        "echo '[INFO] --- compiler:3.14.0:compile (default-compile) @ handlelab ---'",
        "echo \"options: $*\" >>\"$0.log\"",
        "[ ! -e \"$0.fails\" ] || { echo '[ERROR] a reason'; printf '\\033[0m'; exit 1; }",
        "mkdir -p target; echo jar >target/handlelab.jar");
    Files.createDirectories(home.resolve("src/main"));
    Files.createFile(home.resolve("pom.xml"));
  }

  private void java(String version) throws IOException {
    script(
        folder.resolve("jdk/bin/java"),
        "case $1 in",
        "  -version) echo 'openjdk version \"" + version + "\" 2025-04-15' >&2 ;;",
        "  -XX:ArchiveClassesAtExit=*) exit 1 ;;",
        "  *) for fd in 0 1 2; do link=$(readlink /proc/$$/fd/$fd)",
        "     echo \"$link\" >>'" + folder + "/streams'; done ;;",
        "esac");
  }

  private static void script(Path path, String... lines) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n", UTF_8);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs the script, with these redirections, and returns what it printed. */
  private String run(int exitCode, String redirections) throws Exception {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", "./handlelab demo " + redirections)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().merge("PATH", folder.resolve("bin").toString(), (a, b) -> b + ":" + a);
    Process process = builder.start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    String printed = Files.readString(out);
    assertEquals(exitCode, process.exitValue(), printed);
    return printed;
  }

  private List<String> streams() throws IOException {
    return Files.readAllLines(folder.resolve("streams"));
  }

  @Test
  void closedStreams_areNotLeftToTheJvm() throws Exception {
    run(0, "<&- >&- 2>&-");
    assertEquals(List.of("/dev/null", "/dev/null", "/dev/null"), streams());
    Files.delete(folder.resolve("streams"));
    run(0, "");
    assertEquals(folder.resolve("out").toRealPath().toString(), streams().get(1));
  }

  @Test
  void firstBuild_showsItsSteps() throws Exception {
    assertEquals(
        List.of(
            "handlelab: building " + home.toRealPath() + "/target/handlelab.jar",
            "handlelab:   downloading ...",
            "handlelab:   compiler:3.14.0:compile"),
        run(0, "").lines().toList());
    assertTrue(Files.readString(folder.resolve("bin/mvn.log")).contains("-Dstyle.color=never"));
    assertEquals("", run(0, ""), "a second run builds nothing");
  }

  @Test
  void failedBuild_showsItsErrorsAndRunsNothing() throws Exception {
    Files.createFile(folder.resolve("bin/mvn.fails"));
    String printed = run(1, "");
    assertTrue(
        printed.endsWith("\n[ERROR] a reason\nhandlelab: the build failed; see above\n"), printed);
    assertFalse(Files.exists(folder.resolve("streams")));
    assertFalse(Files.exists(home.resolve("target/handlelab.lock")));
  }

  @Test
  void olderJava_isRefused() throws Exception {
    java("11.0.2");
    assertTrue(run(1, "").contains(" is Java 11; handlelab needs 17 or later"));
  }
}
