package handlelab.sim;

import handlelab.api.Win32Error;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The programs that are installed on a simulated machine, which has no disk. Guarded by the
 * kernel's lock.
 *
 * <p>A program that was installed by its name alone is in each directory of the machine, one that
 * was installed by a path is in that directory.
 */
final class Programs implements ImageSearch.Images<Program> {
  /** Where a name without a directory is searched. */
  private static final List<String> SEARCH_PATH =
      List.of("", "c:", "c:\\windows\\system32", "c:\\windows");

  private final Set<String> directories = new HashSet<>(SEARCH_PATH);
  private final Map<String, Program> byPath = new HashMap<>();

  void install(String path, Program program) {
    Path parsed = Path.of(path);
    directories.add(parsed.directory);
    byPath.put(parsed.toString(), program);
  }

  @Override
  public Program at(String path) {
    Path parsed = Path.of(path);
    Program program = byPath.get(parsed.toString());
    if (program != null || !directories.contains(parsed.directory)) {
      return program;
    }
    return byPath.get(new Path("", parsed.name).toString());
  }

  @Override
  public Program named(String name) {
    if (name.indexOf('\\') >= 0 || name.indexOf('/') >= 0) {
      return at(name);
    }
    for (String directory : SEARCH_PATH) {
      Program program = at(directory + '\\' + name);
      if (program != null) {
        return program;
      }
    }
    return null;
  }

  @Override
  public int error(String name) {
    return directories.contains(Path.of(name).directory)
        ? Win32Error.ERROR_FILE_NOT_FOUND
        : Win32Error.ERROR_PATH_NOT_FOUND;
  }

  @Override
  public boolean isDirectory(String path) {
    return directories.contains(Path.of(path + '\\').directory);
  }

  @Override
  public String hint(String name) {
    return "no program " + name + " is installed on this kernel: install(name, program)";
  }

  /** Directory and name, without regard to case; the current directory is empty. */
  private record Path(String directory, String name) {
    static Path of(String text) {
      String path = text.replace('/', '\\').toLowerCase(Locale.ROOT);
      int separator = path.lastIndexOf('\\');
      String directory = separator < 0 ? "" : path.substring(0, separator);
      while (directory.endsWith("\\")) {
        directory = directory.substring(0, directory.length() - 1);
      }
      return new Path(directory.equals(".") ? "" : directory, path.substring(separator + 1));
    }

    @Override
    public String toString() {
      return directory + '\\' + name;
    }
  }
}
