package handlelab.backend;

import handlelab.real.RealKernel;

/** The only place that asks which system this is. */
public final class Backends {
  private Backends() {}

  /** REAL where this system has a kernel32, else SIMULATED. */
  public static BackendKind defaultKind() {
    return RealKernel.isAvailable() ? BackendKind.REAL : BackendKind.SIMULATED;
  }

  /**
   * Opens a backend for this process.
   *
   * @throws UnsupportedOperationException for REAL where this is not Windows
   */
  public static Backend open(BackendKind kind) {
    return switch (kind) {
      case REAL -> new RealBackend();
      case SIMULATED -> throw new UnsupportedOperationException("no shared simulated kernel yet");
    };
  }

  /**
   * The arguments of {@code main} as the user gave them, where the JVM lost characters that its
   * charset lacks.
   *
   * @param arguments what {@code main} got: the last words of the command line
   */
  public static String[] arguments(String[] arguments) {
    return OriginalArguments.of(arguments, defaultKind() == BackendKind.REAL);
  }
}
