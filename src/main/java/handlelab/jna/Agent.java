package handlelab.jna;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.jar.JarFile;

/**
 * The entry of the agent's jar. The JVM loads this class with the program's own classes; everything
 * else of handlelab is loaded by a class loader that the program does not see.
 */
public final class Agent {
  /** The attribute of the jar's manifest that names handlelab's own jar, relative to this one. */
  private static final String LIBRARY = "HandleLab-Library";

  private Agent() {}

  /**
   * Called by the JVM for {@code -javaagent:handlelab-agent.jar=OPTIONS}, before {@code main}.
   *
   * @param options as {@link AgentOptions} reads them
   * @param instrumentation of this JVM
   */
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      install(options, instrumentation, false);
    } catch (Exception e) {
      // Thrown on, it would end the JVM with SIGABRT.
      System.err.println("handlelab: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Called by the JVM if the agent is loaded into a running program.
   *
   * @param options as {@link AgentOptions} reads them
   * @param instrumentation of this JVM
   * @throws Exception if the agent cannot be installed; the program runs on
   */
  public static void agentmain(String options, Instrumentation instrumentation) throws Exception {
    install(options, instrumentation, true);
  }

  private static void install(String options, Instrumentation instrumentation, boolean isAttached)
      throws Exception {
    URL jar = Agent.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] urls = {jar, library(jar)};
    ClassLoader loader =
        new URLClassLoader("handlelab", urls, ClassLoader.getPlatformClassLoader());
    Method install =
        Class.forName("handlelab.jna.Installation", true, loader)
            .getDeclaredMethod("install", String.class, Instrumentation.class, boolean.class);
    install.setAccessible(true);
    try {
      install.invoke(null, options, instrumentation, isAttached);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static URL library(URL jar) throws IOException, URISyntaxException {
    try (JarFile file = new JarFile(new File(jar.toURI()), false)) {
      String name = file.getManifest().getMainAttributes().getValue(LIBRARY);
      URI library = jar.toURI().resolve(name);
      if (!new File(library).exists()) {
        throw new IOException("handlelab's agent needs " + name + " beside " + file.getName());
      }
      return library.toURL();
    }
  }
}
