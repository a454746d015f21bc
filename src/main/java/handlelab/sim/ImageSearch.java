package handlelab.sim;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.Set;

/**
 * How {@code CreateProcessW} finds the installed program that application name and command line
 * name.
 */
final class ImageSearch {
  /**
   * This machine has no disk; these directories are taken to be there, so that a child can be
   * started in one.
   */
  private static final Set<String> DIRECTORIES =
      Set.of("", ".", "c:", "c:\\windows", "c:\\windows\\system32");

  private final SimulatedKernel kernel;

  ImageSearch(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** A program, the name that found it, and the command line that its process gets. */
  record Found(String imageName, Program program, String commandLine) {}

  /**
   * @throws Win32Exception ERROR_INVALID_PARAMETER for no name at all (Windows crashes) and for a
   *     command line that is empty or starts with a blank (Tested); ERROR_PATH_NOT_FOUND for an
   *     empty application name (Tested); ERROR_FILENAME_EXCED_RANGE for a command line over 32,766
   *     characters; ERROR_FILE_NOT_FOUND for a program that is not installed; ERROR_DIRECTORY for a
   *     directory that is not there (Tested)
   */
  Found find(String applicationName, String commandLine, String currentDirectory) {
    if (applicationName == null && commandLine == null) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (commandLine != null && commandLine.length() >= Win32.MAX_COMMAND_LINE_CHARS) {
      throw failed(Win32Error.ERROR_FILENAME_EXCED_RANGE);
    }
    Found found =
        applicationName == null ? byCommandLine(commandLine) : byName(applicationName, commandLine);
    if (currentDirectory != null && !DIRECTORIES.contains(directoryKey(currentDirectory))) {
      throw failed(Win32Error.ERROR_DIRECTORY);
    }
    return found;
  }

  private static String directoryKey(String directory) {
    String key = directory.replace('/', '\\').toLowerCase(java.util.Locale.ROOT);
    return key.endsWith("\\") ? key.substring(0, key.length() - 1) : key;
  }

  /** Documented: the application name is taken as it is, extension included. */
  private Found byName(String applicationName, String commandLine) {
    if (applicationName.isEmpty()) {
      throw failed(Win32Error.ERROR_PATH_NOT_FOUND);
    }
    Program program = program(applicationName);
    if (program == null) {
      throw failed(Win32Error.ERROR_FILE_NOT_FOUND);
    }
    String line = commandLine == null ? '"' + applicationName + '"' : commandLine;
    return new Found(applicationName, program, line);
  }

  /**
   * Documented: without quotes, each prefix that ends before a blank is tried, shortest first;
   * {@code .exe} is added.
   */
  private Found byCommandLine(String commandLine) {
    if (commandLine.isEmpty() || isBlank(commandLine.charAt(0))) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (commandLine.charAt(0) == '"') {
      int end = commandLine.indexOf('"', 1);
      String name = commandLine.substring(1, end < 0 ? commandLine.length() : end);
      if (name.isEmpty() || name.equals(" ")) {
        throw failed(Win32Error.ERROR_INVALID_PARAMETER);
      }
      return foundOrFail(name, commandLine);
    }
    for (int end = 0; end < commandLine.length(); end++) {
      if (isBlank(commandLine.charAt(end))) {
        String prefix = commandLine.substring(0, end);
        Program program = programWithExtension(prefix);
        if (program != null) {
          return new Found(prefix, program, quotedWhereBlank(prefix, commandLine));
        }
      }
    }
    return foundOrFail(commandLine, quotedWhereBlank(commandLine, commandLine));
  }

  /**
   * Windows puts quotes around a name with blanks that it had to search for, so that the child
   * splits it as one.
   */
  private static String quotedWhereBlank(String name, String commandLine) {
    boolean hasBlank = name.chars().anyMatch(c -> isBlank((char) c));
    return hasBlank ? '"' + name + '"' + commandLine.substring(name.length()) : commandLine;
  }

  private Found foundOrFail(String name, String commandLine) {
    Program program = programWithExtension(name);
    if (program == null) {
      throw failed(Win32Error.ERROR_FILE_NOT_FOUND);
    }
    return new Found(name, program, commandLine);
  }

  private Program programWithExtension(String name) {
    Program exact = program(name);
    return exact != null ? exact : program(name + ".exe");
  }

  private Program program(String name) {
    kernel.lock.lock();
    try {
      return kernel.program(name);
    } finally {
      kernel.lock.unlock();
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static Win32Exception failed(int errorCode) {
    return new Win32Exception("CreateProcessW", errorCode);
  }
}
