package handlelab.jna.programs;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a child by the JDK, and waits for the end of its input. */
public final class ChildProgram {
  private ChildProgram() {}

  /** Prints {@code ready} when the child has ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child =
        new ProcessBuilder(java, "-version").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    System.out.println(child.waitFor() == 0 ? "ready" : "failed");
    while (System.in.read() >= 0) {}
  }
}
