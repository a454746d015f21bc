package handlelab.jna;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Installs the agent in this JVM. */
final class Installation {
  /** Classes of the JDK that look at os.name when they are first used, in Java 17. */
  private static final List<String> OS_NAME_READERS =
      List.of(
          "java.lang.ProcessImpl",
          "java.lang.ProcessBuilder$Redirect",
          "jdk.net.ExtendedSocketOptions");

  private static final String OPTIONS_VARIABLE = "JDK_JAVA_OPTIONS";

  /** The option of the JVM that installs this agent. */
  private static String agentOption;

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
    agentOption =
        "-javaagent:"
            + Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            + (options == null ? "" : '=' + options);
    SimulatedLibrary simulated = parsed.isSimulated() ? new SimulatedLibrary() : null;
    if (simulated != null) {
      loadModule("jdk.net", instrumentation);
    }
    HookClass.define(instrumentation, new CallLinker(simulated), MethodWeaver::told);
    setOsName(parsed.osName());
    var classes = new WovenClasses();
    instrumentation.addTransformer(classes, true);
    if (instrumentation.isNativeMethodPrefixSupported()) {
      instrumentation.setNativeMethodPrefix(classes, NativeMethodWeaver.PREFIX);
    }
    Probe.check();
    LeakWatcher.startIfWanted(parsed, instrumentation);
    ForeignLinker.install(instrumentation, parsed);
    if (isAttached) {
      changeLoaded(instrumentation);
    }
    if (parsed.isSummaryWanted()) {
      Runtime.getRuntime().addShutdownHook(new Thread(Refusal::printSummary));
    }
  }

  /**
   * Adds a module of the JDK that handlelab needs, and a program on the module path may lack. The
   * JDK loads java.instrument the same way if an agent is attached.
   */
  private static void loadModule(String name, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    if (ModuleLayer.boot().findModule(name).isEmpty()) {
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of("jdk.internal.module", Set.of(Installation.class.getModule())),
          Map.of(),
          Set.of(),
          Map.of());
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, name);
    }
  }

  /**
   * Sets what the program takes this system for.
   *
   * @param osName null for no change
   */
  private static void setOsName(String osName) throws ClassNotFoundException {
    System.setProperty(CallWeaver.REAL_OS_NAME, System.getProperty("os.name"));
    if (osName != null) {
      for (String name : OS_NAME_READERS) {
        Class.forName(name);
      }
      System.setProperty("os.name", osName);
    }
  }

  /**
   * The environment for a child that is to have the agent, too, if it is a JVM.
   *
   * @param environment null for that of this process
   */
  static Map<String, String> withAgent(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment == null ? System.getenv() : environment);
    String options = all.getOrDefault(OPTIONS_VARIABLE, "");
    if (!options.contains(agentOption)) {
      all.put(OPTIONS_VARIABLE, (options + " \"" + agentOption + '"').strip());
    }
    return all;
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
