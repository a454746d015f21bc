package handlelab.jna;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;

/**
 * The agent's jar as the build makes it, but of the classes of this run and without a new name for
 * ASM.
 */
public final class AgentJar {
  private AgentJar() {}

  /** Makes the jar in a folder. */
  public static Path create(Path folder) {
    Path classes = locationOf(Agent.class);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Map.of(
            "Premain-Class", Agent.class.getName(),
            "Agent-Class", Agent.class.getName(),
            "Can-Retransform-Classes", "true",
            "Can-Set-Native-Method-Prefix", "true",
            "HandleLab-Library", classes.toUri().toString())
        .forEach((name, value) -> attributes.put(new Attributes.Name(name), value));
    Path jar = folder.resolve("handlelab-agent.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.setLevel(0);
      add(classes, classes.resolve("handlelab/jna"), out);
      try (FileSystem asm = FileSystems.newFileSystem(locationOf(ClassReader.class))) {
        add(asm.getPath("/"), asm.getPath("/org/objectweb/asm"), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  private static void add(Path root, Path folder, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }

  /** The jar or folder that a class is in. */
  public static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
