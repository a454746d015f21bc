package handlelab.story;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/** The scenarios: this program's, and those of its user. */
public final class Scenarios {
  /** A name is a file's, too: it stays inside a recording's folder. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*");

  private Scenarios() {}

  /**
   * All those on the class path, by name.
   *
   * @throws IllegalArgumentException if a listed one cannot be made or has no proper name
   */
  public static List<Scenario> all() {
    return with(List.of());
  }

  /**
   * All those on the class path and in further jars or folders of classes, by name.
   *
   * @throws IllegalArgumentException as above, or where a place is not there
   */
  public static List<Scenario> with(List<Path> places) {
    List<URL> urls = new ArrayList<>();
    for (Path place : places) {
      if (!Files.exists(place)) {
        throw new IllegalArgumentException("no jar or folder " + place);
      }
      try {
        urls.add(place.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("no jar or folder " + place, e);
      }
    }
    // Stays open as long as the program: a scenario may load its classes late.
    ClassLoader loader =
        places.isEmpty()
            ? Scenario.class.getClassLoader()
            : new URLClassLoader(urls.toArray(URL[]::new), Scenario.class.getClassLoader());
    List<Scenario> found;
    try {
      found =
          ServiceLoader.load(Scenario.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .sorted(Comparator.comparing(Scenario::name))
              .toList();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    checkNames(found);
    return found;
  }

  private static void checkNames(List<Scenario> scenarios) {
    Set<String> names = new HashSet<>();
    for (Scenario scenario : scenarios) {
      String name = scenario.name();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            scenario.getClass().getName()
                + " is called '"
                + name
                + "': a name is group/name, in lower case, digits and hyphens");
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException("two scenarios are called " + name);
      }
    }
  }

  /** Whether a scenario comes with this program, so that each of its recordings should have it. */
  public static boolean isShipped(Scenario scenario) {
    return scenario.getClass().getPackageName().startsWith(Scenario.class.getPackageName() + ".");
  }
}
