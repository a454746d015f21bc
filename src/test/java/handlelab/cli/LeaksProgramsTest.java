package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import handlelab.jna.AgentJar;
import handlelab.mail.ProgramRun;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code leaks} as users run it, with programs on the simulated kernel. */
@Timeout(300)
class LeaksProgramsTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path folder;
  private final List<ProgramRun> runs = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    for (ProgramRun run : runs) {
      run.endInput();
      run.exitCode();
      run.close();
    }
  }

  private ProgramRun start(Class<?> main, List<String> options, String... arguments) {
    Map<String, String> variables =
        Map.of(
            "HANDLELAB_RUNTIME_DIR",
            folder.resolve("k").toString(),
            "HANDLELAB_BACKEND",
            "simulated");
    ProgramRun run = ProgramRun.start(main, variables, options, arguments);
    runs.add(run);
    return run;
  }

  private ProgramRun leaks(String... arguments) {
    String jar = "-D" + AgentLaunch.JAR_PROPERTY + "=" + AgentJar.create(folder);
    List<String> words = new ArrayList<>(List.of("leaks"));
    words.addAll(List.of(arguments));
    String temporary = "-Djava.io.tmpdir=" + folder;
    return start(Main.class, List.of(jar, temporary), words.toArray(String[]::new));
  }

  private ProgramRun leaksOf(List<String> options, String... words) {
    return leaksOf(LeakingProgram.class, options, words);
  }

  private ProgramRun leaksOf(Class<?> main, List<String> options, String... words) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("--", JAVA, "-XX:TieredStopAtLevel=1", "-cp"));
    arguments.addAll(List.of(classPath(), main.getName()));
    arguments.addAll(List.of(words));
    return leaks(arguments.toArray(String[]::new));
  }

  /** The program and JNA; nothing of handlelab's main code. */
  private static String classPath() {
    return Stream.of(LeakingProgram.class, Native.class, Kernel32.class)
        .map(type -> AgentJar.locationOf(type).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void assertLeak(String report, int open, String method) {
    String entry = "  " + open + " Event by CreateEventW: opened " + open + ", closed 0";
    int at = report.indexOf(entry);
    assertTrue(at >= 0, report);
    String frame = report.substring(report.indexOf('\n', at) + 1).lines().findFirst().orElse("");
    assertTrue(
        frame.matches(" +at handlelab.cli.LeakingProgram." + method + ".*java:[0-9]+\\)"), frame);
  }

  @Test
  void leaksOfEachStyle_areFoundWithTheProgramsLine() throws InterruptedException {
    ProgramRun run = leaksOf(List.of("--fail-on", "4"), "leak", "exit-3");
    assertEquals(3, run.exitCode());
    String report = String.join("\n", run.err());
    assertTrue(report.contains("4 findings: 14 handles left open at 4 sites"), report);
    assertLeak(report, 4, "event");
    assertLeak(report, 3, "leak");
    assertLeak(report, 5, "leak");
    assertLeak(report, 2, "leak");
    assertEquals("", run.out());
  }

  @Test
  void programThatChoosesByOsName_isWatchedAsOnWindows() throws InterruptedException {
    ProgramRun run = leaksOf(List.of("--os-name", "Windows 10", "--fail-on", "4"), "windows");
    assertEquals(3, run.exitCode(), () -> String.join("\n", run.err()));
    assertTrue(String.join("\n", run.err()).contains("14 handles left open at 4 sites"));
  }

  @Test
  void programThatClosesAtItsEnd_isClean() throws InterruptedException {
    ProgramRun run = leaksOf(List.of("--fail-on", "1"), "clean");
    assertEquals(0, run.exitCode(), () -> String.join("\n", run.err()));
    String report = String.join("\n", run.err());
    assertTrue(report.contains("no leak was found"), report);
    assertTrue(
        report.contains("Event by CreateEventW at handlelab.cli.LeakingProgram.clean"), report);
  }

  @Test
  void knownSites_areIgnored_andJsonSaysTheSame() throws InterruptedException, IOException {
    Path output = folder.resolve("reports.json");
    ProgramRun first =
        leaksOf(List.of("--json", "--output", output.toString()), "close-twice", "leak", "exit-3");
    assertEquals(3, first.exitCode());
    JsonObject report = JsonParser.parseString(Files.readString(output)).getAsJsonObject();
    assertEquals(5, report.get("findings").getAsInt());
    StringBuilder known = new StringBuilder("# known\n");
    report
        .get("sites")
        .getAsJsonArray()
        .forEach(
            site ->
                known
                    .append(
                        site.getAsJsonObject()
                            .get("signatures")
                            .getAsJsonArray()
                            .get(0)
                            .getAsString())
                    .append('\n'));
    Path file = Files.writeString(folder.resolve("known"), known);
    ProgramRun second =
        leaksOf(List.of("--ignore", file.toString(), "--fail-on", "2"), "close-twice", "leak");
    assertEquals(0, second.exitCode(), () -> String.join("\n", second.err()));
    String text = String.join("\n", second.err());
    assertTrue(text.contains("1 finding: 0 handles left open at 0 sites, 1 close of"), text);
    assertTrue(text.contains("4 sites ignored"), text);
  }

  @Test
  void program_isReportedAtTheThreshold_onDemand_andAtItsEnd() throws InterruptedException {
    ProgramRun run = leaksOf(List.of("--threshold", "10"), "leak", "wait", "close-twice");
    Matcher process =
        Pattern.compile("process ([0-9]+) ").matcher(run.awaitErr("at the threshold"));
    assertTrue(process.find());
    run.awaitOut("ready");
    ProgramRun demand = leaks("--report", process.group(1), "--fail-on", "4");
    assertEquals(3, demand.exitCode(), () -> demand.err().toString());
    assertTrue(demand.out().contains("on demand"), demand.out());
    assertTrue(demand.out().contains("14 handles left open at 4 sites"), demand.out());
    run.type("\n");
    assertEquals(0, run.exitCode());
    String report = String.join("\n", run.err());
    String last = report.substring(report.indexOf(" at its end"));
    assertTrue(last.contains("5 findings: 14 handles left open at 4 sites, 1 close"), last);
  }

  @Test
  void filesAndSocketsOfTheJdk_areWatchedIfWanted() throws InterruptedException, IOException {
    String file = Files.writeString(folder.resolve("x.txt"), "x").toString();
    List<String> options = List.of("--jdk", "--all", "--fail-on", "10");
    ProgramRun run = leaksOf(JdkProgram.class, options, file, "leak", "clean", "children-kept");
    assertEquals(3, run.exitCode(), () -> String.join("\n", run.err()));
    String report = String.join("\n", run.err());
    assertTrue(report.contains("10 findings: 32 handles left open at 10 sites"), report);
    for (String site :
        List.of(
            "6 File by RandomAccessFile:",
            "5 File by Files.lines:",
            "4 File by FileInputStream:",
            "3 File by FileChannel.open:",
            "3 Socket by Socket:",
            "3 Socket by ServerSocket.accept:",
            "2 File by Files.newInputStream:",
            "2 Socket by SocketChannel.open:",
            "2 Socket by ServerSocketChannel.accept:",
            "2 Socket by DatagramSocket:")) {
      assertTrue(report.contains("\n  " + site + " opened "), report);
    }
    assertTrue(report.contains("      at handlelab.cli.JdkProgram.leak(JdkProgram.java:"), report);
    assertTrue(report.contains("; " + file), report);
    assertTrue(report.contains("localhost/127.0.0.1:"), report);
  }

  @Test
  void filesOfTheJdk_areWatchedFromAnAttachOn() throws InterruptedException, IOException {
    String file = Files.writeString(folder.resolve("x.txt"), "x").toString();
    List<String> command =
        List.of(JAVA, "-cp", classPath(), JdkProgram.class.getName(), file, "wait", "leak", "wait");
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = program.inputReader()) {
      Writer in = program.outputWriter();
      assertEquals("ready", out.readLine());
      ProgramRun watch = leaks("--jdk", "--fail-on", "10", Long.toString(program.pid()));
      watch.awaitErr("watching process " + program.pid());
      in.write("\n");
      in.flush();
      assertEquals("ready", out.readLine());
      in.close();
      assertEquals(3, watch.exitCode(), () -> watch.err().toString());
      assertTrue(watch.out().contains("32 handles left open at 10 sites"), watch.out());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void marks_tellWhatHasGrown() throws InterruptedException {
    String mark = LeakingProgram.class.getName() + ".roundEnds";
    ProgramRun run =
        leaksOf(List.of("--mark", mark), "leak", "round", "leak", "close-twice", "round");
    assertEquals(0, run.exitCode(), () -> String.join("\n", run.err()));
    String report = String.join("\n", run.err());
    String[] reports = report.split("process ", -1);
    assertEquals(4, reports.length, report);
    assertTrue(reports[1].contains(" at the mark, ") && !reports[1].contains("since"), report);
    String grown = "10 Event by CreateEventW: opened 10, closed 0, +5 since the last look";
    assertTrue(reports[2].contains(grown), report);
    assertTrue(reports[3].contains(" at its end, "), report);
  }

  @Test
  void runningProgram_isWatchedFromTheAttachOn() throws InterruptedException, IOException {
    List<String> command =
        List.of(JAVA, "-cp", classPath(), LeakingProgram.class.getName(), "wait", "leak", "wait");
    Process program =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = program.inputReader()) {
      Writer in = program.outputWriter();
      assertEquals("ready", out.readLine());
      ProgramRun watch = leaks(Long.toString(program.pid()));
      watch.awaitErr("watching process " + program.pid());
      in.write("\n");
      in.flush();
      assertEquals("ready", out.readLine());
      watch.type("\n");
      watch.awaitOut(" on demand");
      in.close();
      assertEquals(0, watch.exitCode(), () -> watch.err().toString());
      // Native methods are not watched in classes that were loaded before; here none was.
      assertTrue(watch.out().contains("14 handles left open at 4 sites"), watch.out());
      assertTrue(watch.out().contains(" at its end"), watch.out());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void interrupt_endsTheProgram_whichIsReportedAsEver() throws InterruptedException, IOException {
    // A JVM leaves a signal ignored that was ignored when it started, as in the background of a
    // script.
    for (String signal : isInterruptIgnored() ? List.of("TERM") : List.of("INT", "TERM")) {
      ProgramRun run = leaksOf(List.of("--fail-on", "1"), "leak", "wait");
      run.awaitOut("ready");
      // A terminal sends Ctrl-C to both.
      for (ProcessHandle program : run.javaDescendants()) {
        var unused = new ProcessBuilder("kill", "-" + signal, "" + program.pid()).start().waitFor();
      }
      run.signal(signal);
      assertEquals(signal.equals("INT") ? 130 : 143, run.exitCode(), run.err()::toString);
      String report = String.join("\n", run.err());
      assertTrue(report.contains(" at its end, "), report);
      assertTrue(report.contains("4 findings: 14 handles left open at 4 sites"), report);
      assertEquals(List.of(), leftFolders());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void signalToTheCommandAlone_endsTheProgramToo() throws InterruptedException, IOException {
    ProgramRun run = leaksOf(List.of(), "leak", "wait");
    run.awaitOut("ready");
    run.signal("TERM");
    assertEquals(143, run.exitCode(), run.err()::toString);
    assertTrue(String.join("\n", run.err()).contains("4 findings"), run.err()::toString);
    assertEquals(List.of(), run.javaDescendants());
    assertEquals(List.of(), leftFolders());
  }

  private static boolean isInterruptIgnored() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"));
    Matcher ignored = Pattern.compile("SigIgn:\\s+([0-9a-f]+)").matcher(status);
    return ignored.find() && (Long.parseUnsignedLong(ignored.group(1), 16) & 2) != 0;
  }

  private List<Path> leftFolders() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.getFileName().toString().startsWith("handlelab-l")).toList();
    }
  }

  @Test
  void programThatIsKilled_isNamed() throws InterruptedException, IOException {
    ProgramRun run = leaksOf(List.of("--fail-on", "1"), "leak", "halt");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().get(0).contains("ended without a last look"), run.err()::toString);
    assertEquals(List.of(), leftFolders());
  }

  @Test
  void wrongUsage_isOneLine() throws InterruptedException {
    for (String[] words :
        new String[][] {
          {},
          {"1", "--report", "1"},
          {"--"},
          {"7", "--keys"},
          {"7", "--os-name", "Windows 10"},
          {"--os-name", "a,b", "--", "java"},
          {"x", "--", "java"}
        }) {
      ProgramRun run = leaks(words);
      assertEquals(2, run.exitCode(), () -> run.err().toString());
      assertEquals(1, run.err().size());
    }
  }
}
