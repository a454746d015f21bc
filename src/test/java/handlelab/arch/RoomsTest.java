package handlelab.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the rooms: which package may use which, and what the simulated kernel does
 * without.
 *
 * <p>Each check lists all offenders. A package that is not in the table fails, so that a new room
 * needs a decision.
 */
class RoomsTest {
  private static final String ROOT = "handlelab.";

  /** Room to the rooms that it may use beside itself. The command line may use all. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("api", Set.of()),
          Map.entry("real", Set.of("api")),
          Map.entry("sim", Set.of("api")),
          Map.entry("wire", Set.of("api")),
          Map.entry("backend", Set.of("api", "real", "sim", "wire")),
          Map.entry("lib", Set.of("api")),
          Map.entry("command", Set.of("api", "backend")),
          Map.entry("mail", Set.of("api", "lib", "backend", "command")),
          Map.entry("inspect", Set.of("api")),
          Map.entry("recorder", Set.of()),
          Map.entry("leaks", Set.of("api", "inspect", "recorder")),
          Map.entry("jna", Set.of("api", "backend", "recorder")),
          Map.entry("junit", Set.of("api", "sim", "backend", "inspect", "recorder", "leaks")),
          Map.entry("story", Set.of("api", "inspect", "sim", "story.stage")),
          Map.entry("story.chapters", Set.of("api", "sim", "story")),
          Map.entry("story.scenarios", Set.of("api", "story")),
          Map.entry("story.stage", Set.of("api", "lib", "sim", "wire", "backend")),
          Map.entry(
              "cli",
              Set.of(
                  "api",
                  "real",
                  "sim",
                  "wire",
                  "backend",
                  "lib",
                  "command",
                  "mail",
                  "inspect",
                  "recorder",
                  "leaks",
                  "story",
                  "story.chapters",
                  "story.stage")));

  /** Room to the prefixes of foreign packages that only these rooms may use. */
  private static final Map<String, Set<String>> ONLY_IN =
      Map.of(
          "com.sun.jna", Set.of("real"),
          "org.objectweb.asm", Set.of("jna"),
          "com.google.gson", Set.of("inspect", "leaks", "story", "cli"),
          "org.junit", Set.of("junit"),
          "org.opentest4j", Set.of("junit"));

  private static JavaClasses classes;

  @BeforeAll
  static void importProject() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("handlelab");
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    Set<String> rooms = classes.stream().map(RoomsTest::room).collect(Collectors.toSet());
    assertTrue(rooms.contains("sim") && rooms.contains("api"), "nothing was imported: " + rooms);
    rooms.removeAll(MAY_USE.keySet());
    assertEquals(Set.of(), rooms, "rooms without a row in the table");
  }

  @Test
  void roomsUseOnlyTheRoomsThatTheyMay() {
    noDependency(
        dependency -> {
          String from = room(dependency.getOriginClass());
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!target.getPackageName().startsWith(ROOT)) {
            return false;
          }
          String to = room(target);
          return !from.equals(to) && !MAY_USE.getOrDefault(from, Set.of()).contains(to);
        });
  }

  @Test
  void foreignLibrariesStayInTheirRooms() {
    noDependency(
        dependency -> {
          String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
          return ONLY_IN.entrySet().stream()
              .anyMatch(
                  library ->
                      isIn(target, library.getKey())
                          && !library.getValue().contains(room(dependency.getOriginClass())));
        });
  }

  /** The contract is compiled against by programs outside; it brings nothing along. */
  @Test
  void theContractUsesTheJdkOnly() {
    noDependency(
        dependency -> {
          String target = dependency.getTargetClass().getBaseComponentType().getName();
          return room(dependency.getOriginClass()).equals("api")
              && !target.startsWith("handlelab.api.")
              && !target.startsWith("java.")
              && target.indexOf('.') >= 0;
        });
  }

  @Test
  void theSimulatedKernelHasNoSocketsAndNoFiles() {
    List<String> forbidden =
        List.of("java.net", "java.nio.channels", "java.nio.file", "java.lang.foreign", "sun");
    noDependency(
        dependency -> {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          boolean file =
              target.getPackageName().equals("java.io")
                  && !Set.of("Closeable", "Serializable", "IOException", "UncheckedIOException")
                      .contains(target.getSimpleName());
          boolean process =
              Set.of("Process", "ProcessBuilder", "ProcessHandle").contains(target.getSimpleName())
                  && target.getPackageName().equals("java.lang");
          return room(dependency.getOriginClass()).equals("sim")
              && (file
                  || process
                  || forbidden.stream().anyMatch(name -> isIn(target.getPackageName(), name)));
        });
  }

  /** A test must be able to turn the kernel's clock: only {@code Timing} asks the machine's. */
  @Test
  void theSimulatedKernelHasNoClockButTheInjectedOne() {
    Set<String> clocks =
        Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.lang.Object.wait");
    Set<String> offenders = new TreeSet<>();
    boolean timingAsks = false;
    for (JavaClass owner : classes) {
      if (!room(owner).equals("sim")) {
        continue;
      }
      for (JavaMethodCall call : owner.getMethodCallsFromSelf()) {
        String target = call.getTargetOwner().getName() + "." + call.getTarget().getName();
        if (clocks.contains(target)) {
          if (owner.getName().matches("handlelab\\.sim\\.Timing(\\$.*)?")) {
            timingAsks = true;
          } else {
            offenders.add(call.getDescription());
          }
        }
      }
    }
    assertEquals(Set.of(), offenders);
    assertTrue(timingAsks, "Timing does not ask the clock: is this check looking at it?");
  }

  @Test
  void onlyTheCommandLineEndsTheJvm() {
    Set<String> offenders = new TreeSet<>();
    for (JavaClass owner : classes) {
      for (JavaMethodCall call : owner.getMethodCallsFromSelf()) {
        String target = call.getTargetOwner().getName() + "." + call.getTarget().getName();
        boolean ends =
            target.equals("java.lang.System.exit") || target.equals("java.lang.Runtime.halt");
        if (ends
            && !Set.of("cli", "command", "jna", "mail", "backend", "story.stage")
                .contains(room(owner))) {
          offenders.add(call.getDescription());
        }
      }
    }
    assertEquals(Set.of(), offenders);
  }

  private static void noDependency(Predicate<Dependency> isForbidden) {
    Set<String> offenders = new TreeSet<>();
    for (JavaClass origin : classes) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        if (isForbidden.test(dependency)) {
          offenders.add(dependency.getDescription());
        }
      }
    }
    assertEquals(Set.of(), offenders);
  }

  private static boolean isIn(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  /** The room of a class of this project: the part of its package after the root. */
  private static String room(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return "(none)";
    }
    return name.substring(ROOT.length());
  }
}
