package handlelab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the default options and this one's class path, talked to in lines. */
final class OtherJvm {
  private final Process process;
  private final BufferedReader lines;

  private OtherJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  static OtherJvm start(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new OtherJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  void expectLine(String expected) throws IOException {
    String line = lines.readLine();
    if (!expected.equals(line)) {
      throw new IOException("expected " + expected + ", but the other JVM said " + line);
    }
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
