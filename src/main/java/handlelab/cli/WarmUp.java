package handlelab.cli;

import handlelab.backend.Backends;
import handlelab.mail.ExitCode;
import handlelab.mail.MailReceiver;
import java.util.Random;

/**
 * Runs what short commands run, in one JVM, for the launcher: it has the JVM write the classes that
 * this loads into an archive, and later commands start from that.
 */
final class WarmUp {
  private WarmUp() {}

  /** Exits with 0 where everything ran; what it prints is of no interest. */
  public static void main(String[] arguments) throws InterruptedException {
    String slot = "handlelab-warm-up-" + Long.toHexString(new Random().nextLong());
    int[] exitCodes = new int[4];
    Thread receiver =
        new Thread(
            () -> exitCodes[0] = MailReceiver.run("--timeout", "10000", "--count", "1", slot));
    receiver.start();
    exitCodes[1] =
        Main.run(Backends.arguments(new String[] {"send", slot, "x"}), System.out, System.err);
    receiver.join();
    exitCodes[2] = Main.run(new String[] {"demo", "--help"}, System.out, System.err);
    exitCodes[3] = Main.run(new String[] {"handles"}, System.out, System.err);
    for (int exitCode : exitCodes) {
      if (exitCode != ExitCode.OK) {
        System.exit(exitCode);
      }
    }
  }
}
