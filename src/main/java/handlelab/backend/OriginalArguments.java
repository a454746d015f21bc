package handlelab.backend;

import handlelab.api.CommandLine;
import handlelab.real.RealKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line behind the arguments of {@code main}. Stateless.
 *
 * <p>On Windows, {@code java.exe} converts arguments to the system's code page: what is not in it
 * becomes a question mark, or a letter that looks like it. In the locale C, a JVM on Linux reads
 * them as ASCII. Both systems keep the words themselves.
 */
final class OriginalArguments {
  private static final Path LINUX_COMMAND_LINE = Path.of("/proc/self/cmdline");

  private OriginalArguments() {}

  static String[] of(String[] arguments, boolean windows) {
    if (windows) {
      return arguments.length == 0
          ? arguments
          : unharmed(arguments, CommandLine.split(RealKernel.commandLine()));
    }
    for (String argument : arguments) {
      if (argument.indexOf('\uFFFD') >= 0 && Files.isReadable(LINUX_COMMAND_LINE)) {
        return unharmed(arguments, linuxWords());
      }
    }
    return arguments;
  }

  private static List<String> linuxWords() {
    try {
      String line = new String(Files.readAllBytes(LINUX_COMMAND_LINE), StandardCharsets.UTF_8);
      List<String> words = List.of(line.split("\0", -1));
      // Each word ends with a NUL, the last one too.
      return words.subList(0, words.size() - 1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The last of {@code words}, unless the launcher made something else of them. */
  static String[] unharmed(String[] arguments, List<String> words) {
    int first = words.size() - arguments.length;
    if (first < 1) {
      return arguments;
    }
    for (int i = 0; i < arguments.length; i++) {
      String word = words.get(first + i);
      // java.exe expands wildcards, which moves all words before.
      if (isAscii(word) && !word.equals(arguments[i])) {
        return arguments;
      }
    }
    return words.subList(first, words.size()).toArray(String[]::new);
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }
}
