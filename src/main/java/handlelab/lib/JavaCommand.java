package handlelab.lib;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts another JVM like this one: its {@code java}, its class path, and options
 * that let a short program start soon. Stateless; any thread.
 */
public final class JavaCommand {
  /**
   * The system property with further options for child JVMs, separated by blanks. It is handed on,
   * so that it reaches their children too.
   */
  public static final String OPTIONS_PROPERTY = "handlelab.child.options";

  /** The system property that names a class data sharing archive for child JVMs. */
  public static final String ARCHIVE_PROPERTY = "handlelab.archive";

  private JavaCommand() {}

  /**
   * The command that runs {@code main} in a JVM of its own.
   *
   * @param main a class with a {@code main} method, found on this JVM's class path
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
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  private static String java() {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path windows = bin.resolve("java.exe");
    return (Files.exists(windows) ? windows : bin.resolve("java")).toString();
  }
}
