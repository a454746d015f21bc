package handlelab.cli;

import handlelab.command.Failure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the agent gets into the JVMs of a program that is started. Stateless. */
final class AgentLaunch {
  /** A system property that names another jar than the one beside the program's own. */
  static final String JAR_PROPERTY = "handlelab.agent";

  private static final String JAR = "handlelab-agent.jar";

  /** Options for each JVM that the program java starts. */
  private static final String OPTIONS_VARIABLE = "JDK_JAVA_OPTIONS";

  private AgentLaunch() {}

  /** The agent's jar. */
  static Path jar() {
    String named = System.getProperty(JAR_PROPERTY);
    Path jar = named != null ? Path.of(named) : ownJar().resolveSibling(JAR);
    if (!Files.exists(jar)) {
      throw new Failure("the agent's jar is missing: " + jar);
    }
    return jar;
  }

  private static Path ownJar() {
    try {
      return Path.of(AgentLaunch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A program with the agent in its JVM if it is java, else in each java that it starts.
   *
   * @param options for the agent
   * @return with the streams of this process
   */
  static ProcessBuilder of(List<String> command, String options) {
    String agent = "-javaagent:" + jar() + "=" + options;
    List<String> words = new ArrayList<>(command);
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    String name = Path.of(command.get(0)).getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.matches("javaw?(\\.exe)?")) {
      words.add(1, agent);
      builder.command(words);
    } else {
      inEachJava(builder, options);
    }
    return builder;
  }

  /**
   * Gives the agent to each java that a process starts, and to itself if it is one.
   *
   * @param options for the agent
   */
  static void inEachJava(ProcessBuilder builder, String options) {
    String agent = "\"-javaagent:" + jar() + "=" + options + '"';
    String before = builder.environment().getOrDefault(OPTIONS_VARIABLE, "");
    builder.environment().put(OPTIONS_VARIABLE, (before + ' ' + agent).strip());
  }
}
