package handlelab.recorder;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a call was made: the frames that tell one site of a program from another, without those of
 * the JDK, of JNA and of the packages that the user skips.
 *
 * <p>Frames of the JDK are left out because the same code runs under different ones, such as those
 * of a thread pool or of reflection. A frame that recurs counts once, so the depth of a recursion
 * makes no site of its own.
 *
 * @param frames such as {@code com.acme.Client.open(Client.java:12)}, the innermost first
 */
public record CallStack(List<String> frames) implements Serializable {
  /** Stands for code that cannot be told: all frames are the JDK's. */
  private static final String NO_FRAME = "(no frame of the program)";

  private static final List<String> JDK =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.proxy.", "com.sun.jna.internal.");

  private static final List<String> REFLECTION =
      List.of("jdk.internal.reflect.", "sun.reflect.", "java.lang.reflect.Method");

  private static final String AGENT = "handlelab.jna.";

  private static final String JNA = "com.sun.jna.";

  /**
   * A stack; the list is copied.
   *
   * @param frames the innermost first
   */
  public CallStack {
    frames = List.copyOf(frames);
  }

  /**
   * The stack of a call.
   *
   * @param function the native function that was called
   * @param trace the innermost frame first
   * @param skipped prefixes of class names that are passed over where the program's own frame is
   *     looked for
   */
  static CallStack of(String function, StackTraceElement[] trace, List<String> skipped) {
    Set<String> frames = new LinkedHashSet<>();
    String passed = null;
    int at = 0;
    while (at < trace.length && isOwn(trace[at])) {
      at++;
    }
    // What reflection calls is the program, even if it is JNA's own test.
    while (at < trace.length && !startsWith(trace[at], REFLECTION)) {
      StackTraceElement frame = trace[at];
      if (!isJdk(frame)) {
        if (!isJna(frame) && !startsWith(frame, skipped) && !isBinding(frame, function)) {
          break;
        }
        passed = text(frame);
      }
      at++;
    }
    boolean isFound = at < trace.length && !startsWith(trace[at], REFLECTION);
    if (!isFound && passed != null) {
      frames.add(passed);
    }
    for (; at < trace.length; at++) {
      if (!isJdk(trace[at])) {
        frames.add(text(trace[at]));
      }
    }
    return new CallStack(frames.isEmpty() ? List.of(NO_FRAME) : new ArrayList<>(frames));
  }

  /** Whether a frame is of a method that has the function's name, with or without A or W. */
  private static boolean isBinding(StackTraceElement frame, String function) {
    String method = frame.getMethodName();
    return function.startsWith(method) && function.length() - method.length() <= 1;
  }

  private static boolean isOwn(StackTraceElement frame) {
    String name = frame.getClassName();
    boolean isAgent = name.startsWith(AGENT) && name.indexOf('.', AGENT.length()) < 0;
    return isAgent || name.equals(Recorder.class.getName()) || isJdk(frame);
  }

  /** Whether a frame is the JDK's, or of a proxy, which is in the package of its interface. */
  static boolean isJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return startsWith(frame, JDK) || name.startsWith("$Proxy", name.lastIndexOf('.') + 1);
  }

  private static boolean isJna(StackTraceElement frame) {
    return frame.getClassName().startsWith(JNA);
  }

  static boolean startsWith(StackTraceElement frame, List<String> prefixes) {
    String name = frame.getClassName();
    for (int i = 0; i < prefixes.size(); i++) {
      if (name.startsWith(prefixes.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** A frame without its module and class loader, which are not the same in every run. */
  private static String text(StackTraceElement frame) {
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + "("
        + (frame.getFileName() == null ? "Unknown Source" : frame.getFileName())
        + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber())
        + ")";
  }

  /** {@return the program's own frame, which made the call or had JNA make it} */
  public String top() {
    return frames.get(0);
  }

  /**
   * {@return a short text that is the same in each run of the same program}
   *
   * @param function the function that was called
   */
  public String signature(String function) {
    long hash = function.hashCode();
    for (String frame : frames) {
      hash = hash * 1_000_003 + frame.hashCode();
    }
    return String.format(Locale.ROOT, "%08x", (int) (hash ^ hash >>> 32));
  }
}
