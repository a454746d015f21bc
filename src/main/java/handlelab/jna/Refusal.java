package handlelab.jna;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Refuses what is not simulated: by name, with the place in the program that called. */
final class Refusal {
  /** By function: how often it was refused. Guarded by itself. */
  private static final Map<String, Integer> COUNTS = new TreeMap<>();

  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Classes of the agent, of JNA, and of a copy of JNA in a package of another name. */
  private static final Pattern MACHINERY =
      Pattern.compile(
          "handlelab\\.jna\\.[^.]+"
              + "|com\\.sun\\.jna\\.(internal\\.|win32\\.)?[^.]+"
              + "|.*\\.jna\\.(Function|Library|Native|NativeLibrary)(\\$.*)?");

  private Refusal() {}

  /** A function that is not there. */
  static UnsatisfiedLinkError of(String function) {
    count(function);
    return new UnsatisfiedLinkError(
        "handlelab does not simulate " + function + ", called at " + place());
  }

  /**
   * A function that is there, for what it cannot do.
   *
   * @param what such as {@code a file}
   */
  static UnsupportedOperationException of(String function, String what) {
    count(function + " of " + what);
    return new UnsupportedOperationException(
        "handlelab does not simulate " + function + " of " + what + ", called at " + place());
  }

  private static void count(String what) {
    synchronized (COUNTS) {
      COUNTS.merge(what, 1, Integer::sum);
    }
  }

  /** The first frame of the program itself. */
  private static String place() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> !isOfMachinery(frame))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString())
                .orElse("an unknown place"));
  }

  /** A frame of handlelab, JNA, a proxy, or a native method of the program, which has no line. */
  private static boolean isOfMachinery(StackWalker.StackFrame frame) {
    String name = frame.getClassName();
    return name.startsWith("java.")
        || name.startsWith("jdk.")
        || MACHINERY.matcher(name).matches()
        || frame.getLineNumber() < 0;
  }

  /** Prints what was refused, and how often. */
  static void printSummary() {
    synchronized (COUNTS) {
      for (Map.Entry<String, Integer> count : COUNTS.entrySet()) {
        String name = count.getKey();
        // A function mapper has tried the name with a W before.
        if (!name.endsWith("W") || !COUNTS.containsKey(name.substring(0, name.length() - 1))) {
          Notices.print("refused " + name + ", " + count.getValue() + " times");
        }
      }
    }
  }
}
