package handlelab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the default options and this one's class path. */
final class OtherJvm {
  private final Process process;

  private OtherJvm(Process process) {
    this.process = process;
  }

  static OtherJvm start(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new OtherJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for the end, which must be a good one. */
  void waitFor() throws IOException, InterruptedException {
    process.getOutputStream().close();
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("the other JVM ended with exit code " + exitCode);
    }
  }
}
