package handlelab.jna;

import handlelab.recorder.Recorder;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Tells a recorder of the children that the JDK starts, which inherit every inheritable handle of
 * the program, and of the pipes to them. Any thread may call.
 */
final class ChildWatcher {
  private static final String FUNCTION = "ProcessBuilder";

  private static volatile Recorder recorder;
  private static volatile JdkWatcher jdk;

  private ChildWatcher() {}

  /**
   * Begins to watch.
   *
   * @param inheriting is told of children; null for none
   * @param pipes is told of children because of their pipes; null for none
   */
  static void install(Instrumentation instrumentation, Recorder inheriting, JdkWatcher pipes)
      throws UnmodifiableClassException {
    recorder = inheriting;
    jdk = pipes;
    new ReturnWeaver("java.lang.ProcessBuilder", "start", SiteKind.CHILD).install(instrumentation);
  }

  /** What {@code ProcessBuilder.start} calls with the process that it returns. */
  static MethodHandle hook(MethodType siteType) throws ReflectiveOperationException {
    if (siteType.parameterCount() == 2) {
      // It calls the other method of this name, which is told of.
      return MethodHandles.dropArguments(
          MethodHandles.identity(Process.class), 1, ProcessBuilder.class);
    }
    MethodHandle started =
        MethodHandles.lookup()
            .findStatic(
                ChildWatcher.class,
                "started",
                MethodType.methodType(Process.class, Process.class, ProcessBuilder.class));
    return MethodHandles.dropArguments(
        started, 2, siteType.parameterList().subList(2, siteType.parameterCount()));
  }

  static Process started(Process process, ProcessBuilder builder) {
    if (process != null) {
      try {
        if (recorder != null) {
          recorder.startedChild(FUNCTION, process.pid(), String.join(" ", builder.command()));
        }
        if (jdk != null) {
          jdk.started(process, builder.command().get(0));
        }
      } catch (RuntimeException e) {
        Notices.print("a child is not watched: " + e);
      }
    }
    return process;
  }
}
