package handlelab.backend;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The host's process for a child that the kernel is about to make.
 *
 * <p>The child takes its place in the kernel by a one-time token, which it gets in its environment.
 * A child that is no JVM just runs.
 */
final class ChildStart {
  static final String TOKEN_VARIABLE = "HANDLELAB_PROCESS_TOKEN";

  private static final int WITHOUT_CONSOLE = Win32.DETACHED_PROCESS | Win32.CREATE_NO_WINDOW;

  private final ProcessBuilder builder;

  /**
   * @param environment null for this JVM's own
   * @throws Win32Exception ERROR_INVALID_PARAMETER if the host cannot have such an environment
   */
  ChildStart(
      HostCommand command,
      Map<String, String> environment,
      int creationFlags,
      String token,
      RuntimeFolder folder) {
    List<String> words = new ArrayList<>();
    words.add(command.image().toString());
    words.addAll(command.arguments());
    builder = new ProcessBuilder(EncodedCommand.of(words));
    if (command.directory() != null) {
      builder.directory(command.directory().toFile());
    }
    if ((creationFlags & WITHOUT_CONSOLE) != 0) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    } else {
      builder.inheritIO();
      if (HostInput.isClosed()) {
        // A pipe, closed at once: the child has no input, as this process.
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
      }
    }
    if (environment != null) {
      Map<String, String> variables = builder.environment();
      variables.clear();
      try {
        variables.putAll(environment);
      } catch (IllegalArgumentException e) {
        throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
      }
    }
    // The child must find the kernel that holds its place.
    builder.environment().put(RuntimeFolder.VARIABLE, folder.path().toString());
    builder.environment().put(TOKEN_VARIABLE, token);
  }

  /**
   * Starts it.
   *
   * @param streams for its standard handles; null if it has this JVM's streams
   * @throws Win32Exception for what the host refuses to start
   */
  Process start(ChildStreams streams) {
    if (streams != null) {
      streams.redirect(builder);
    }
    try {
      Process process = builder.start();
      if (streams == null && builder.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
        process.getOutputStream().close();
      }
      return process;
    } catch (IOException e) {
      throw new Win32Exception("CreateProcessW", errorCode(e));
    } catch (IllegalArgumentException e) {
      // An argument that the host cannot pass on.
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
  }

  /** What the host's error number, which the JDK only tells in its text, means on Windows. */
  private static int errorCode(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("error=2,")) {
      return Win32Error.ERROR_FILE_NOT_FOUND;
    }
    if (text.contains("error=7,")) {
      return Win32Error.ERROR_FILENAME_EXCED_RANGE;
    }
    if (text.contains("error=8,")) {
      return Win32Error.ERROR_BAD_EXE_FORMAT;
    }
    if (text.contains("error=11,") || text.contains("error=12,")) {
      return Win32Error.ERROR_NOT_ENOUGH_MEMORY;
    }
    return text.contains("error=13,")
        ? Win32Error.ERROR_ACCESS_DENIED
        : Win32Error.ERROR_GEN_FAILURE;
  }
}
