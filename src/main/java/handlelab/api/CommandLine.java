package handlelab.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line of Windows and the arguments that a C program makes of it.
 *
 * <p>Windows hands a process one string; its C runtime splits it. The rules here are those of the
 * Universal CRT, which {@code java.exe} follows too. Source: Microsoft Learn, "Parsing C
 * command-line arguments". Stateless; any thread.
 */
public final class CommandLine {
  private static final String NEEDS_QUOTES = " \t\n\u000b\"*?";

  private CommandLine() {}

  /**
   * The arguments, program name first.
   *
   * <p>In the program name a quote only switches blanks off and on. After it: blanks and tabs
   * separate; 2n backslashes before a quote are n backslashes, and one more makes the quote
   * literal; two quotes inside quotes are one literal quote; other backslashes are literal. An
   * empty command line, or one that starts with a blank, has an empty program name.
   *
   * @param commandLine as {@code GetCommandLineW} returns it
   * @return at least one string, which may be empty
   */
  public static List<String> split(String commandLine) {
    List<String> arguments = new ArrayList<>();
    int at = splitProgramName(commandLine, arguments);
    while (true) {
      while (at < commandLine.length() && isBlank(commandLine.charAt(at))) {
        at++;
      }
      if (at == commandLine.length()) {
        return arguments;
      }
      at = splitArgument(commandLine, at, arguments);
    }
  }

  private static int splitProgramName(String line, List<String> arguments) {
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    int at = 0;
    for (; at < line.length() && (quoted || !isBlank(line.charAt(at))); at++) {
      if (line.charAt(at) == '"') {
        quoted = !quoted;
      } else {
        name.append(line.charAt(at));
      }
    }
    arguments.add(name.toString());
    return at;
  }

  private static int splitArgument(String line, int start, List<String> arguments) {
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    int at = start;
    while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
      int backslashes = 0;
      while (at < line.length() && line.charAt(at) == '\\') {
        backslashes++;
        at++;
      }
      boolean beforeQuote = at < line.length() && line.charAt(at) == '"';
      argument.append("\\".repeat(beforeQuote ? backslashes / 2 : backslashes));
      if (beforeQuote) {
        boolean doubled = quoted && at + 1 < line.length() && line.charAt(at + 1) == '"';
        if (backslashes % 2 == 1) {
          argument.append('"');
        } else if (doubled) {
          argument.append('"');
          at++;
        } else {
          quoted = !quoted;
        }
        at++;
      } else if (backslashes == 0) {
        argument.append(line.charAt(at++));
      }
    }
    arguments.add(argument.toString());
    return at;
  }

  /**
   * A command line that {@link #split} takes apart into these arguments again; only what needs
   * quotes gets them.
   *
   * @param arguments the program name and the arguments
   * @return the command line, for {@code CreateProcessW}
   * @throws IllegalArgumentException if there is no program name, if it contains a quote (no
   *     command line can express that), or if an argument contains a NUL
   */
  public static String join(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command line needs a program name");
    }
    StringBuilder line = new StringBuilder();
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument cannot hold a NUL character");
      }
      if (line.length() == 0) {
        joinProgramName(argument, line);
      } else {
        joinArgument(argument, line.append(' '));
      }
    }
    return line.toString();
  }

  private static void joinProgramName(String name, StringBuilder line) {
    if (name.indexOf('"') >= 0) {
      throw new IllegalArgumentException("a program name cannot hold a quote: " + name);
    }
    if (needsQuotes(name)) {
      line.append('"').append(name).append('"');
    } else {
      line.append(name);
    }
  }

  private static void joinArgument(String argument, StringBuilder line) {
    if (!needsQuotes(argument)) {
      line.append(argument);
      return;
    }
    line.append('"');
    int backslashes = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c == '"') {
        line.append("\\".repeat(backslashes + 1));
      }
      line.append(c);
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    line.append("\\".repeat(backslashes)).append('"');
  }

  private static boolean needsQuotes(String argument) {
    return argument.isEmpty() || argument.chars().anyMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
