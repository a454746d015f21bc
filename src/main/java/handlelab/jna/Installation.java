package handlelab.jna;

import java.lang.instrument.Instrumentation;

/** Installs the agent in this JVM. */
final class Installation {
  private Installation() {}

  /**
   * Installs the agent, once: a second one, such as that of an environment variable beside that of
   * the command line, has no effect.
   *
   * @param options as {@link AgentOptions} reads them
   * @param isAttached whether the program runs already
   * @throws IllegalStateException if the self-test fails
   */
  static void install(String options, Instrumentation instrumentation, boolean isAttached)
      throws Exception {
    if (HookClass.isDefined()) {
      return;
    }
    AgentOptions parsed = AgentOptions.parse(options);
    SimulatedLibrary simulated = parsed.isSimulated() ? SimulatedKernel32.library() : null;
    HookClass.define(instrumentation, new CallLinker(simulated));
    System.setProperty(CallWeaver.REAL_OS_NAME, System.getProperty("os.name"));
    if (parsed.osName() != null) {
      System.setProperty("os.name", parsed.osName());
    }
    var classes = new WovenClasses();
    instrumentation.addTransformer(classes, true);
    if (instrumentation.isNativeMethodPrefixSupported()) {
      instrumentation.setNativeMethodPrefix(classes, NativeMethodWeaver.PREFIX);
    }
    Probe.check();
    LeakWatcher.startIfWanted(parsed, instrumentation);
    if (isAttached) {
      changeLoaded(instrumentation);
    }
    if (parsed.isSummaryWanted()) {
      Runtime.getRuntime().addShutdownHook(new Thread(Refusal::printSummary));
    }
  }

  /** Changes the classes of JNA that are loaded already. */
  private static void changeLoaded(Instrumentation instrumentation) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (WovenClasses.isOfJna(loaded.getName().replace('.', '/'))) {
        try {
          instrumentation.retransformClasses(loaded);
        } catch (Exception | LinkageError e) {
          Notices.print("cannot change " + loaded.getName() + ": " + e);
        }
      }
    }
  }
}
