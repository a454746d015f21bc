package handlelab.backend;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a host's command, in a form that survives the JDK.
 *
 * <p>In a locale without Unicode, such as C, the JDK passes a question mark for what the locale
 * lacks. A POSIX shell then makes the words out of ASCII, as the UTF-8 that all other programs take
 * them for, and turns into the command.
 */
final class EncodedCommand {
  private EncodedCommand() {}

  /** {@code words}, or a shell that executes them. */
  static List<String> of(List<String> words) {
    return of(words, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  static List<String> of(List<String> words, Charset charset) {
    if (File.separatorChar == '\\' || canEncode(words, charset)) {
      return words;
    }
    StringBuilder script = new StringBuilder();
    for (String word : words) {
      // A substitution loses line ends at its end; so a letter goes there, and off again.
      script.append("w=$(printf %b '");
      for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
        script.append(isPlain(b) ? String.valueOf((char) b) : octal(b));
      }
      script.append("x'); set -- \"$@\" \"${w%x}\"; ");
    }
    script.append("exec \"$@\"");
    List<String> shell = new ArrayList<>();
    shell.add("/bin/sh");
    shell.add("-c");
    shell.add(script.toString());
    return shell;
  }

  private static boolean canEncode(List<String> words, Charset charset) {
    for (String word : words) {
      if (!word.chars().allMatch(c -> c < 0x80) && !charset.newEncoder().canEncode(word)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '/' || b == '-' || b == '.';
  }

  /** The byte as {@code %b} of {@code printf} reads it: a zero and three octal digits. */
  private static String octal(byte b) {
    return "\\0" + ((b >> 6) & 3) + ((b >> 3) & 7) + (b & 7);
  }
}
