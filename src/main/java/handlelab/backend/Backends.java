package handlelab.backend;

import handlelab.api.CommandLine;
import handlelab.real.RealKernel;
import java.util.List;

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
   * The arguments of {@code main} as the user gave them.
   *
   * <p>On Windows, {@code java.exe} converts them to the system's code page and loses what is not
   * in it. Where an argument may have suffered, it is taken from the process's own command line
   * instead.
   *
   * @param arguments what {@code main} got: the last words of the command line
   */
  public static String[] arguments(String[] arguments) {
    boolean suspicious = false;
    for (String argument : arguments) {
      suspicious |= argument.chars().anyMatch(c -> c == '?' || c > 0x7E);
    }
    if (!suspicious || defaultKind() != BackendKind.REAL) {
      return arguments;
    }
    List<String> words = CommandLine.split(RealKernel.commandLine());
    int first = words.size() - arguments.length;
    return first < 1 ? arguments : words.subList(first, words.size()).toArray(String[]::new);
  }
}
