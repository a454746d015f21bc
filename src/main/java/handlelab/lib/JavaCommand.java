package handlelab.lib;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts another JVM like this one: its {@code java}, its class path and module
 * path, and options that let a short program start soon. Stateless; any thread.
 */
public final class JavaCommand {
  /**
   * The system property with further options for child JVMs, separated by blanks. It is handed on,
   * so that it reaches their children too.
   */
  public static final String OPTIONS_PROPERTY = "handlelab.child.options";

  /** The system property that names a class data sharing archive for child JVMs. */
  public static final String ARCHIVE_PROPERTY = "handlelab.archive";

  private static final int FIRST_WITH_WARNINGS = 24;
  private static final String JNA_MODULE = "com.sun.jna";

  private JavaCommand() {}

  /**
   * The command that runs {@code main} in a JVM of its own.
   *
   * @param main a class with a {@code main} method, on this JVM's class path or in one of its
   *     modules
   * @param arguments what its {@code main} method gets
   * @return the command, program first
   */
  public static List<String> of(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    // Short programs: the second compiler never pays, and the archive of the JDK's classes does.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    String archive = System.getProperty(ARCHIVE_PROPERTY);
    if (archive != null) {
      command.add("-XX:SharedArchiveFile=" + archive);
      command.add("-Xlog:cds=off,cds+dynamic=off");
      command.add("-D" + ARCHIVE_PROPERTY + "=" + archive);
    }
    String options = System.getProperty(OPTIONS_PROPERTY, "").strip();
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
      command.add("-D" + OPTIONS_PROPERTY + "=" + options);
    }
    addNativeAccess(command);
    addPaths(command, main);
    command.addAll(arguments);
    return command;
  }

  /** From Java 24 on, JNA's use of native code is otherwise warned of on standard error. */
  private static void addNativeAccess(List<String> command) {
    if (Runtime.version().feature() >= FIRST_WITH_WARNINGS) {
      boolean isNamed = ModuleLayer.boot().findModule(JNA_MODULE).isPresent();
      command.add("--enable-native-access=" + (isNamed ? JNA_MODULE : "ALL-UNNAMED"));
    }
    // On Windows a loaded library cannot be deleted, so what each child unpacked would stay.
    // Without
    // the file, JNA unpacks one.
    String unpacked = System.getProperty("jnidispatch.path");
    if (unpacked != null && Files.exists(Path.of(unpacked))) {
      Path library = Path.of(unpacked);
      String name = library.getFileName().toString();
      command.add("-Djna.boot.library.path=" + library.getParent());
      command.add("-Djna.boot.library.name=" + name.substring(0, name.lastIndexOf('.')));
    }
  }

  private static void addPaths(List<String> command, Class<?> main) {
    String classPath = System.getProperty("java.class.path", "");
    if (!classPath.isEmpty()) {
      command.addAll(List.of("-cp", classPath));
    }
    String modulePath = System.getProperty("jdk.module.path");
    if (modulePath != null) {
      command.addAll(List.of("--module-path", modulePath));
    }
    Module module = main.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("--module", module.getName() + "/" + main.getName()));
    } else {
      if (modulePath != null) {
        command.addAll(List.of("--add-modules", "ALL-MODULE-PATH"));
      }
      command.add(main.getName());
    }
  }

  private static String java() {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path windows = bin.resolve("java.exe");
    return (Files.exists(windows) ? windows : bin.resolve("java")).toString();
  }
}
