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
   * <p>On Windows, {@code java.exe} converts them to the system's code page: what is not in it
   * becomes a question mark, or a letter that looks like it. So they are taken from the process's
   * own command line, where the two agree in everything else.
   *
   * @param arguments what {@code main} got: the last words of the command line
   */
  public static String[] arguments(String[] arguments) {
    if (arguments.length == 0 || defaultKind() != BackendKind.REAL) {
      return arguments;
    }
    return unharmed(arguments, CommandLine.split(RealKernel.commandLine()));
  }

  /** The last of {@code words}, unless {@code java.exe} made something else of them. */
  static String[] unharmed(String[] arguments, List<String> words) {
    int first = words.size() - arguments.length;
    if (first < 1) {
      return arguments;
    }
    for (int i = 0; i < arguments.length; i++) {
      String word = words.get(first + i);
      // java.exe expands wildcards, which moves all words before.
      if (word.chars().allMatch(c -> c < 0x80) && !word.equals(arguments[i])) {
        return arguments;
      }
    }
    return words.subList(first, words.size()).toArray(String[]::new);
  }
}
