package handlelab.command;

/** The exit codes of the commands. */
public final class ExitCode {
  public static final int OK = 0;

  /** Something was asked for and failed, or a claim does not hold. */
  public static final int FAILURE = 1;

  /** The command line says nothing that can be done. */
  public static final int USAGE = 2;

  /** A comparison found a difference that was not expected. */
  public static final int DIFFERENCE = 3;

  private ExitCode() {}
}
