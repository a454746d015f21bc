package handlelab.backend;

import handlelab.real.RealKernel;

/** The only place that asks which system this is. */
public final class Backends {
  private Backends() {}

  /**
   * REAL where this system has a kernel32, else SIMULATED.
   *
   * @return what {@link #open} can open on this system
   */
  public static BackendKind defaultKind() {
    return RealKernel.isAvailable() ? BackendKind.REAL : BackendKind.SIMULATED;
  }

  /**
   * Opens a backend for this process.
   *
   * <p>SIMULATED: all that one JVM opens are one process of the kernel that the user's JVMs share;
   * the kernel's server is started where none runs. The process ends when the last backend is
   * closed, or with the JVM.
   *
   * @param kind which kernel is to answer
   * @return a backend that the caller must close
   * @throws UnsupportedOperationException for REAL where this is not Windows
   * @throws KernelUnavailableException where the shared simulated kernel cannot be reached or
   *     started, or its folder or socket is not this user's alone
   */
  public static Backend open(BackendKind kind) {
    return switch (kind) {
      case REAL -> new RealBackend();
      case SIMULATED -> SharedBackend.open();
    };
  }

  /**
   * Opens a further process of the shared simulated kernel, beside the one that this JVM is. It is
   * not the JVM: when it is terminated, its calls fail, and nothing else happens.
   *
   * @return a backend that the caller must close, which ends the process
   * @throws KernelUnavailableException where the kernel cannot be reached or started
   */
  public static Backend openFurtherSimulated() {
    return SharedBackend.openFurther(RuntimeFolder.ofUser());
  }

  /**
   * The arguments of {@code main} as the user gave them, where the JVM lost characters that its
   * charset lacks.
   *
   * @param arguments what {@code main} got: the last words of the command line
   * @return the same number of arguments; unchanged if nothing was lost
   */
  public static String[] arguments(String[] arguments) {
    return OriginalArguments.of(arguments, defaultKind() == BackendKind.REAL);
  }
}
