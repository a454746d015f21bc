package handlelab.sim;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code CreateProcessW} finds the image that application name and command line name, on
 * whatever holds the images.
 *
 * <p>Source: the page of {@code CreateProcessW}, and Wine's tests of it.
 *
 * @param <T> an image
 */
public final class ImageSearch<T> {
  /**
   * Where images and directories are looked up.
   *
   * @param <T> an image
   */
  public interface Images<T> {
    /**
     * The image at a path, which is taken as it is, or null.
     *
     * @param path with its extension
     * @return the image, or null if there is none
     */
    T at(String path);

    /**
     * The image of a name, which is searched for if it has no directory, or null.
     *
     * @param name a file name or a path, perhaps without {@code .exe}
     * @return the image, or null if there is none
     */
    T named(String name);

    /**
     * Why there is no image of that name: a Win32 error code.
     *
     * @param name what {@link #named} has not found
     * @return a code of {@link Win32Error}
     */
    int error(String name);

    /**
     * What to do if there is no image of that name, or null.
     *
     * @param name what {@link #named} has not found
     * @return text for the end of the exception's message, or null
     */
    default String hint(String name) {
      return null;
    }

    /**
     * Tells if a directory exists.
     *
     * @param path a directory, perhaps with a backslash at its end
     * @return true if it exists and is a directory
     */
    boolean isDirectory(String path);
  }

  /**
   * What was found.
   *
   * @param <T> an image
   * @param name the name that led to the image
   * @param image the image, as {@link Images} has it
   * @param commandLine what the child gets
   */
  public record Found<T>(String name, T image, String commandLine) {}

  private static final int NEW_AND_NO_CONSOLE = Win32.DETACHED_PROCESS | Win32.CREATE_NEW_CONSOLE;

  private final Images<T> images;

  /**
   * Makes a search over some images.
   *
   * @param images where to look
   */
  public ImageSearch(Images<T> images) {
    this.images = images;
  }

  /**
   * Finds the image; flags are checked first.
   *
   * @param applicationName as {@code CreateProcessW} takes it; may be null
   * @param commandLine as {@code CreateProcessW} takes it; may be null
   * @param creationFlags only those that exclude each other count
   * @param currentDirectory null for the caller's, which is not checked
   * @return the image, its name, and the command line for the child
   * @throws Win32Exception ERROR_INVALID_PARAMETER for flags that exclude each other, if both names
   *     are null (Windows crashes), and for a command line that is empty, starts with a blank
   *     (Tested), or has a NUL (Windows would end it there); ERROR_PATH_NOT_FOUND for an empty
   *     application name (Tested) and a directory that is not there; ERROR_FILE_NOT_FOUND if the
   *     directory has no such image; ERROR_FILENAME_EXCED_RANGE for a command line over 32,766
   *     characters; ERROR_DIRECTORY if {@code currentDirectory} is not there (Tested) or empty
   *     (Assumed)
   */
  public Found<T> find(
      String applicationName, String commandLine, int creationFlags, String currentDirectory) {
    if ((creationFlags & NEW_AND_NO_CONSOLE) == NEW_AND_NO_CONSOLE
        || (applicationName == null && commandLine == null)) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (commandLine != null && commandLine.length() >= Win32.MAX_COMMAND_LINE_CHARS) {
      throw failed(Win32Error.ERROR_FILENAME_EXCED_RANGE);
    }
    if (commandLine != null && commandLine.indexOf('\0') >= 0) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    Found<T> found =
        applicationName == null
            ? byCommandLine(commandLine)
            : byApplicationName(applicationName, commandLine);
    if (currentDirectory != null
        && (currentDirectory.isEmpty() || !images.isDirectory(currentDirectory))) {
      throw failed(Win32Error.ERROR_DIRECTORY);
    }
    return found;
  }

  /** Documented: the application name is taken as it is, extension included. */
  private Found<T> byApplicationName(String name, String commandLine) {
    if (name.isEmpty()) {
      throw failed(Win32Error.ERROR_PATH_NOT_FOUND);
    }
    T image = images.at(name);
    if (image == null) {
      throw missing(images.error(name), name);
    }
    return new Found<>(name, image, commandLine == null ? '"' + name + '"' : commandLine);
  }

  /**
   * Documented: without quotes, each prefix that ends before a blank is tried, shortest first;
   * {@code .exe} is added if the name alone is not found.
   */
  private Found<T> byCommandLine(String line) {
    if (line.isEmpty() || isBlank(line.charAt(0))) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (line.charAt(0) != '"') {
      return firstOf(prefixes(line), line);
    }
    int end = line.indexOf('"', 1);
    String name = line.substring(1, end < 0 ? line.length() : end);
    if (name.isEmpty() || name.equals(" ")) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    return firstOf(List.of(name), line);
  }

  private static List<String> prefixes(String line) {
    List<String> prefixes = new ArrayList<>();
    for (int end = 1; end <= line.length(); end++) {
      boolean endsName = end == line.length() || isBlank(line.charAt(end));
      if (endsName && !isBlank(line.charAt(end - 1))) {
        prefixes.add(line.substring(0, end));
      }
    }
    return prefixes;
  }

  private Found<T> firstOf(List<String> names, String line) {
    int error = Win32Error.ERROR_FILE_NOT_FOUND;
    for (String name : names) {
      T exact = images.named(name);
      T image = exact != null ? exact : images.named(name + ".exe");
      if (image != null) {
        return new Found<>(name, image, quotedIfBlank(name, line));
      }
      error = error == Win32Error.ERROR_FILE_NOT_FOUND ? images.error(name) : error;
    }
    throw missing(error, names.get(0));
  }

  /**
   * Windows puts quotes around a name with blanks that it had to search for, so that the child
   * splits it as one.
   */
  private static String quotedIfBlank(String name, String line) {
    boolean hasBlank = name.chars().anyMatch(c -> isBlank((char) c));
    return hasBlank && line.startsWith(name)
        ? '"' + name + '"' + line.substring(name.length())
        : line;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private Win32Exception missing(int errorCode, String name) {
    String hint = images.hint(name);
    return hint == null ? failed(errorCode) : new Win32Exception("CreateProcessW", errorCode, hint);
  }

  private static Win32Exception failed(int errorCode) {
    return new Win32Exception("CreateProcessW", errorCode);
  }
}
