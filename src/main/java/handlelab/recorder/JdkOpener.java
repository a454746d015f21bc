package handlelab.recorder;

import java.util.List;

/**
 * Tells a file or socket that the program opens by the JDK from one that the JDK opens for itself.
 * The program closes the former; the latter, such as the jars of class loaders and the connections
 * that HTTP keeps alive, are the JDK's to close. Stateless.
 */
final class JdkOpener {
  /** The name of the class loader that the agent's own classes have. */
  private static final String AGENT_LOADER = "handlelab";

  /** Classes whose objects the program gets, and closes. */
  private static final List<String> OPENERS =
      List.of(
          "java.io.",
          "java.nio.",
          "java.net.",
          "javax.net.",
          "java.util.Formatter",
          "java.util.Scanner",
          "java.util.jar.",
          "java.util.zip.",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "sun.nio.ch.");

  /** Classes through which the program calls those. */
  private static final List<String> BETWEEN =
      List.of(
          "java.lang.",
          "java.util.",
          "java.security.AccessController",
          "jdk.internal.misc.",
          "jdk.internal.reflect.",
          "jdk.internal.vm.",
          "jdk.nio.zipfs.",
          "sun.nio.",
          "sun.security.ssl.");

  /**
   * Exceptions of both. Selectors and pipes have several sockets on Windows, and asynchronous
   * channels are closed by native code there.
   */
  private static final List<String> OF_THE_JDK =
      List.of(
          "java.lang.ClassLoader",
          "java.net.JarURLConnection",
          "java.net.URL",
          "java.util.logging.",
          "java.util.prefs.",
          "java.nio.channels.Asynchronous",
          "java.nio.channels.Pipe",
          "java.nio.channels.Selector",
          "sun.nio.ch.Pipe");

  private JdkOpener() {}

  /**
   * What the program called to open a file or a socket, such as {@code FileInputStream} for its
   * constructor and {@code Files.lines}; null if the JDK opens it for itself.
   *
   * @param trace of the opening thread, the innermost frame first
   */
  static String of(StackTraceElement[] trace) {
    int at = 0;
    while (at < trace.length && !CallStack.isJdk(trace[at])) {
      at++;
    }
    String opener = null;
    for (; at < trace.length && CallStack.isJdk(trace[at]); at++) {
      StackTraceElement frame = trace[at];
      boolean isOpener = CallStack.startsWith(frame, OPENERS);
      if (CallStack.startsWith(frame, OF_THE_JDK)
          || (!isOpener && !CallStack.startsWith(frame, BETWEEN))) {
        return null;
      }
      if (isOpener) {
        opener = name(frame);
      }
    }
    boolean isOfProgram = at < trace.length && !AGENT_LOADER.equals(trace[at].getClassLoaderName());
    return isOfProgram ? opener : null;
  }

  private static String name(StackTraceElement frame) {
    String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
    String known = type.replaceFirst("Impl$", "");
    return frame.getMethodName().equals("<init>") ? known : known + "." + frame.getMethodName();
  }
}
