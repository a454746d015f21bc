package handlelab.jna;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

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
    URL own = Agent.class.getProtectionDomain().getCodeSource().getLocation();
    URL library = library(own);
    URL[] urls = library == null ? onClassPath() : new URL[] {own, library};
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

  /** The library of a jar, which may be the agent's; null if it has none. */
  private static URL library(URL jar) throws IOException, URISyntaxException {
    File file = new File(jar.toURI());
    if (!file.isFile()) {
      return null;
    }
    try (JarFile open = new JarFile(file, false)) {
      Manifest manifest = open.getManifest();
      String name = manifest == null ? null : manifest.getMainAttributes().getValue(LIBRARY);
      if (name == null) {
        return null;
      }
      URI library = jar.toURI().resolve(name);
      if (!new File(library).exists()) {
        throw new IOException("handlelab's agent needs " + name + " beside " + file.getName());
      }
      return library.toURL();
    }
  }

  /** The agent's jar and its library, if this class is from the library of the program's tests. */
  private static URL[] onClassPath() throws IOException, URISyntaxException {
    for (URL found : Collections.list(ClassLoader.getSystemResources(JarFile.MANIFEST_NAME))) {
      if (found.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false);
        URL jar = connection.getJarFileURL();
        URL library = library(jar);
        if (library != null) {
          return new URL[] {jar, library};
        }
      }
    }
    throw new IOException("handlelab's agent does not find its own jar");
  }
}
