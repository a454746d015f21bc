package handlelab.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Fuzzing of command lines: every string splits, and what it was split into can be joined and split
 * into the same again, unless no command line can say it.
 */
public final class CommandLineFuzz {
  private CommandLineFuzz() {}

  /** A line with each of the rules. */
  public static List<byte[]> seeds() {
    return List.of("\"a b\" \"c\\\\\" d\\\"e \"\"\"f\" *?".getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What Jazzer calls: an even number of bytes is UTF-16, unpaired surrogates included. */
  public static void fuzzerTestOneInput(byte[] data) {
    String line =
        new String(
            data, data.length % 2 == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
    List<String> arguments = CommandLine.split(line);
    if (arguments.isEmpty()) {
      throw new AssertionError("no program name in " + line);
    }
    String joined;
    try {
      joined = CommandLine.join(arguments);
    } catch (IllegalArgumentException e) {
      if (line.indexOf('\0') < 0) {
        throw new AssertionError("split made what cannot be joined: " + arguments, e);
      }
      return;
    }
    List<String> again = CommandLine.split(joined);
    if (!again.equals(arguments)) {
      throw new AssertionError(arguments + " became " + again + " through " + joined);
    }
  }
}
