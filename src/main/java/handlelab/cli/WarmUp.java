package handlelab.cli;

import handlelab.backend.Backends;
import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import java.util.Random;

/**
 * Runs what short commands run, in one JVM, for the launcher: it has the JVM write the classes that
 * this loads into an archive, and later commands start from that.
 */
final class WarmUp {
  private WarmUp() {}

  /** Exits with 0 if everything ran; the output is of no interest. */
  public static void main(String[] arguments) throws InterruptedException {
    StandardStreams streams = StandardStreams.ofThisProcess();
    String slot = "handlelab-warm-up-" + Long.toHexString(new Random().nextLong());
    int[] receiverExitCode = new int[1];
    Thread receiver =
        new Thread(
            () ->
                receiverExitCode[0] =
                    Main.run(
                        new String[] {"receive", "--timeout", "10000", "--count", "1", slot},
                        streams));
    receiver.start();
    int exitCode =
        Main.run(Backends.arguments(new String[] {"send", "--quiet", slot, "x"}), streams);
    receiver.join();
    exitCode += receiverExitCode[0] + Main.run(new String[] {"handles"}, streams);
    for (String name : CommandList.summaries().keySet()) {
      exitCode += Main.run(new String[] {name, "--help"}, streams);
    }
    if (exitCode != ExitCode.OK) {
      System.exit(exitCode);
    }
  }
}
