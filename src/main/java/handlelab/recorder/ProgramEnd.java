package handlelab.recorder;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Runs something when a JVM ends, after all shutdown hooks of the program. Stateless. */
public final class ProgramEnd {
  /** Behind the JDK's own: the console's, the hooks of programs, the files to be deleted. */
  private static final int SLOT = 6;

  private static final String PACKAGE = "jdk.internal.access";

  private ProgramEnd() {}

  /**
   * Registers an action. A program's hooks may close handles, and run at the same time as each
   * other; so a hook among them would look too early.
   *
   * @param instrumentation the agent's
   * @param action what to run
   * @return null, or why the action runs among the program's hooks
   */
  public static String register(Instrumentation instrumentation, Runnable action) {
    try {
      Module own = ProgramEnd.class.getModule();
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of(PACKAGE, Set.of(own)),
          Map.of(),
          Set.of(),
          Map.of());
      Object access =
          Class.forName(PACKAGE + ".SharedSecrets").getMethod("getJavaLangAccess").invoke(null);
      Class.forName(PACKAGE + ".JavaLangAccess")
          .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class)
          .invoke(access, SLOT, false, action);
      return null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Runtime.getRuntime().addShutdownHook(new Thread(action, "handlelab-end"));
      return "handles that shutdown hooks close may be counted as open (" + e + ")";
    }
  }
}
