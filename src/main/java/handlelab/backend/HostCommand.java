package handlelab.backend;

import handlelab.api.CommandLine;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ImageSearch;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@code CreateProcessW} means on the host: the image that it names, found as {@link
 * ImageSearch} says, and the arguments that the child gets.
 *
 * <p>A name without a folder is searched in the host's PATH: Windows searches more folders, the
 * current one among them; the host's own rule is kept here.
 *
 * @param image an absolute path
 * @param arguments what the image gets after its own name
 * @param directory where it starts, or null for this JVM's own
 */
record HostCommand(Path image, List<String> arguments, Path directory) {
  /**
   * Finds the image.
   *
   * @throws Win32Exception as {@link ImageSearch#find}, and ERROR_ACCESS_DENIED for a directory and
   *     ERROR_BAD_EXE_FORMAT for a file that cannot be executed (Assumed)
   */
  static HostCommand find(
      String applicationName, String commandLine, int creationFlags, String currentDirectory) {
    return find(
        applicationName, commandLine, creationFlags, currentDirectory, System.getenv("PATH"));
  }

  static HostCommand find(
      String applicationName,
      String commandLine,
      int creationFlags,
      String currentDirectory,
      String searchPath) {
    ImageSearch.Found<Path> found =
        new ImageSearch<>(new HostImages(searchPath))
            .find(applicationName, commandLine, creationFlags, currentDirectory);
    List<String> words = CommandLine.split(found.commandLine());
    return new HostCommand(
        found.image().toAbsolutePath(),
        List.copyOf(words.subList(Math.min(1, words.size()), words.size())),
        currentDirectory == null ? null : Path.of(currentDirectory).toAbsolutePath());
  }

  /** The image's file name. */
  String imageName() {
    return image.getFileName().toString();
  }

  /** Whether it starts a JVM, which may belong to this project and then makes calls itself. */
  boolean isJava() {
    return imageName().matches("(?i)javaw?(\\.exe)?");
  }

  /** The host's files. */
  private record HostImages(String searchPath) implements ImageSearch.Images<Path> {
    @Override
    public Path at(String path) {
      Path image = pathOrNull(path);
      if (image == null || !Files.isRegularFile(image)) {
        return null;
      }
      if (!Files.isExecutable(image)) {
        throw new Win32Exception("CreateProcessW", Win32Error.ERROR_BAD_EXE_FORMAT);
      }
      return image;
    }

    @Override
    public Path named(String name) {
      if (hasFolder(name)) {
        return at(name);
      }
      for (String folder : folders()) {
        Path image = at(folder + File.separator + name);
        if (image != null) {
          return image;
        }
      }
      return null;
    }

    private List<String> folders() {
      return searchPath == null
          ? List.of()
          : List.of(searchPath.split(File.pathSeparator)).stream()
              .filter(folder -> !folder.isEmpty())
              .toList();
    }

    private static boolean hasFolder(String name) {
      return name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0;
    }

    @Override
    public int error(String name) {
      Path path = pathOrNull(name);
      if (path != null && Files.isDirectory(path)) {
        return Win32Error.ERROR_ACCESS_DENIED;
      }
      boolean isInFolder = path == null || Files.isDirectory(path.toAbsolutePath().getParent());
      return isInFolder ? Win32Error.ERROR_FILE_NOT_FOUND : Win32Error.ERROR_PATH_NOT_FOUND;
    }

    @Override
    public boolean isDirectory(String path) {
      Path directory = pathOrNull(path);
      return directory != null && Files.isDirectory(directory);
    }

    /** Null for what is no path of the host. */
    private static Path pathOrNull(String name) {
      try {
        return Path.of(name);
      } catch (InvalidPathException e) {
        return null;
      }
    }
  }
}
