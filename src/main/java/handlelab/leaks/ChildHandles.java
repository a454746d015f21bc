package handlelab.leaks;

import handlelab.recorder.Recording;
import java.util.List;

/**
 * What a child of the watched program may have inherited.
 *
 * @param child what the recorder knows of it
 * @param unnamed those handles that are none of its standard handles and whose values do not stand
 *     on its command line
 * @param found the values of the inheritable ones that its own table has; null if it has ended or
 *     may not be looked into
 */
public record ChildHandles(Recording.Child child, List<Recording.Open> unnamed, List<Long> found) {
  /**
   * {@return the handles that a child may have inherited although it was not told of them}
   *
   * @param child as the recorder has it
   */
  public static List<Recording.Open> unnamed(Recording.Child child) {
    String words = child.commandLine() == null ? "" : child.commandLine();
    return child.got().stream()
        .filter(
            handle ->
                !child.standardHandles().contains(handle.value()) && !names(words, handle.value()))
        .toList();
  }

  /** Whether a command line names a handle value, in decimal or in hexadecimal. */
  private static boolean names(String words, long value) {
    for (String word : words.split("[^0-9A-Za-z]+", -1)) {
      if (word.equals(Long.toString(value))
          || word.matches("(?i)(0x)?0*" + Long.toHexString(value))) {
        return true;
      }
    }
    return false;
  }
}
