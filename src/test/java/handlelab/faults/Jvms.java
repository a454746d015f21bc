package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.mail.MailReceiver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * JVMs that start as cheaply as they can: the project's classes as one jar, as a user has them, and
 * an archive of those that a receiver loads. Immutable.
 */
final class Jvms {
  private final Path jar;
  private final Path archive;

  /** Makes both in {@code folder}, with a server there that ends by itself. */
  Jvms(Path folder) throws IOException, InterruptedException {
    jar = folder.resolve("classes.jar");
    archive = folder.resolve("classes.jsa");
    pack();
    String archiving = "-XX:ArchiveClassesAtExit=" + archive;
    List<String> training = command(archiving, MailReceiver.class, "--timeout", "0", "training");
    require(start(training, folder.resolve("train")).waitFor() == 0, "the training run failed");
  }

  /** Runs a command with its kernel in {@code folder}. */
  static Process start(List<String> command, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // The folder's parent is open to whoever runs it.
    builder.directory(folder.getParent().toFile());
    builder.environment().put("HANDLELAB_RUNTIME_DIR", folder.toString());
    builder.environment().put("HANDLELAB_BACKEND", "simulated");
    return builder.start();
  }

  private void pack() throws IOException {
    Set<String> names = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(0);
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path root = Path.of(entry);
        if (!Files.isDirectory(root)) {
          continue;
        }
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
            String name = root.relativize(file).toString().replace(File.separatorChar, '/');
            if (names.add(name)) {
              out.putNextEntry(new JarEntry(name));
              Files.copy(file, out);
            }
          }
        }
      }
    }
  }

  /** The command that runs {@code main}. */
  List<String> command(Class<?> main, String... arguments) {
    return command("-XX:SharedArchiveFile=" + archive, main, arguments);
  }

  private List<String> command(String archiving, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        // Interpreted: a command is over before a compiler pays.
        List.of("-Xint", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx64m"));
    command.addAll(List.of(archiving, "-Xlog:disable", "-cp", jar.toString(), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
