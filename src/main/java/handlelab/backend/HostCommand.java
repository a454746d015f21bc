package handlelab.backend;

import handlelab.api.CommandLine;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code CreateProcessW} means on the host: the image that it names, found as Windows finds
 * it, and the arguments that the child gets.
 *
 * <p>Documented: {@code CreateProcessW}. A name with a folder is taken as it is; one without is
 * searched in the host's PATH (Windows searches more folders, the current one among them; the
 * host's own rule is kept here). {@code .exe} is added where the name alone is not found.
 *
 * @param image an absolute path
 * @param arguments what the image gets after its own name
 * @param directory where it starts, or null for this JVM's own
 */
record HostCommand(Path image, List<String> arguments, Path directory) {
  /**
   * Finds the image.
   *
   * @throws Win32Exception ERROR_INVALID_PARAMETER for no name at all (Windows crashes), and for a
   *     command line that is empty, starts with a blank, or names nothing in quotes (Tested);
   *     ERROR_FILENAME_EXCED_RANGE for a command line that is too long (Documented);
   *     ERROR_PATH_NOT_FOUND for an empty application name (Tested); ERROR_FILE_NOT_FOUND where
   *     nothing has the name (Tested); ERROR_ACCESS_DENIED for a directory and ERROR_BAD_EXE_FORMAT
   *     for a file that cannot be executed (Assumed); ERROR_DIRECTORY for a directory to start in
   *     that is not there (Tested)
   */
  static HostCommand find(String applicationName, String commandLine, String currentDirectory) {
    return find(applicationName, commandLine, currentDirectory, System.getenv("PATH"));
  }

  static HostCommand find(
      String applicationName, String commandLine, String currentDirectory, String searchPath) {
    if (applicationName == null && commandLine == null) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (commandLine != null && commandLine.length() >= Win32.MAX_COMMAND_LINE_CHARS) {
      throw failed(Win32Error.ERROR_FILENAME_EXCED_RANGE);
    }
    if (commandLine != null && commandLine.indexOf('\0') >= 0) {
      // Windows would end the command line there; what was meant cannot be known.
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    HostCommand command =
        applicationName == null
            ? byCommandLine(commandLine, searchPath)
            : byName(applicationName, commandLine);
    if (currentDirectory == null) {
      return command;
    }
    Path directory = pathOrNull(currentDirectory);
    if (directory == null || !Files.isDirectory(directory)) {
      throw failed(Win32Error.ERROR_DIRECTORY);
    }
    return new HostCommand(command.image, command.arguments, directory.toAbsolutePath());
  }

  private static HostCommand byName(String applicationName, String commandLine) {
    if (applicationName.isEmpty()) {
      throw failed(Win32Error.ERROR_PATH_NOT_FOUND);
    }
    Path image = pathOrNull(applicationName);
    if (image == null || !Files.exists(image)) {
      throw failed(Win32Error.ERROR_FILE_NOT_FOUND);
    }
    return of(image, commandLine == null ? "x" : commandLine);
  }

  /**
   * Documented: without quotes, each prefix that ends before a blank is tried, the shortest first.
   */
  private static HostCommand byCommandLine(String line, String searchPath) {
    if (line.isEmpty() || isBlank(line.charAt(0))) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (line.charAt(0) == '"') {
      int end = line.indexOf('"', 1);
      String name = line.substring(1, end < 0 ? line.length() : end);
      if (name.isEmpty() || name.equals(" ")) {
        throw failed(Win32Error.ERROR_INVALID_PARAMETER);
      }
      return ofFirst(List.of(name), List.of(line), searchPath);
    }
    List<String> names = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int end = 1; end <= line.length(); end++) {
      if (end == line.length() || (isBlank(line.charAt(end)) && !isBlank(line.charAt(end - 1)))) {
        String name = line.substring(0, end);
        names.add(name);
        lines.add('"' + name.replace("\"", "") + '"' + line.substring(end));
      }
    }
    return ofFirst(names, lines, searchPath);
  }

  private static HostCommand ofFirst(List<String> names, List<String> lines, String searchPath) {
    Path directory = null;
    for (int i = 0; i < names.size(); i++) {
      for (Path candidate : candidates(names.get(i), searchPath)) {
        if (Files.isRegularFile(candidate)) {
          return of(candidate, lines.get(i));
        }
        directory = directory == null && Files.isDirectory(candidate) ? candidate : directory;
      }
    }
    throw failed(
        directory == null ? Win32Error.ERROR_FILE_NOT_FOUND : Win32Error.ERROR_ACCESS_DENIED);
  }

  private static List<Path> candidates(String name, String searchPath) {
    List<Path> candidates = new ArrayList<>();
    if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
      addWithExtension(candidates, "", name);
    } else if (searchPath != null) {
      for (String folder : searchPath.split(File.pathSeparator, -1)) {
        if (!folder.isEmpty()) {
          addWithExtension(candidates, folder + File.separator, name);
        }
      }
    }
    return candidates;
  }

  private static void addWithExtension(List<Path> candidates, String folder, String name) {
    Path exact = pathOrNull(folder + name);
    if (exact != null) {
      candidates.add(exact);
      candidates.add(exact.resolveSibling(exact.getFileName() + ".exe"));
    }
  }

  private static Path pathOrNull(String name) {
    try {
      Path path = Path.of(name);
      return path.getFileName() == null ? null : path;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static HostCommand of(Path image, String line) {
    if (Files.isDirectory(image)) {
      throw failed(Win32Error.ERROR_ACCESS_DENIED);
    }
    if (!Files.isExecutable(image)) {
      throw failed(Win32Error.ERROR_BAD_EXE_FORMAT);
    }
    List<String> words = CommandLine.split(line);
    return new HostCommand(
        image.toAbsolutePath(), List.copyOf(words.subList(1, words.size())), null);
  }

  /** The image's file name. */
  String imageName() {
    return image.getFileName().toString();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static Win32Exception failed(int errorCode) {
    return new Win32Exception("CreateProcessW", errorCode);
  }
}
