package handlelab.cli;

import handlelab.command.StandardStreams;
import handlelab.story.StepTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Waits for a key between the steps of a tour. On a terminal that {@code stty} can set, any key
 * will do; elsewhere a line. One thread.
 *
 * <p>The terminal is set back when the tour ends, also by Ctrl-C.
 */
final class StepKeys implements StepTerminal, AutoCloseable {
  private static final int END_OF_INPUT = -1;
  private static final int ESCAPE = 27;
  private static final int BACKSPACE = 127;

  /** Stands for the arrow to the left, which is several bytes. */
  private static final int LEFT = -2;

  private static final String CLEAR = "\033[H\033[2J\033[3J";

  private final StandardStreams streams;
  private final Consumer<String> out;
  private final boolean takesKeys;
  private final Thread hook = new Thread(StepKeys::lineMode);

  private StepKeys(StandardStreams streams, Consumer<String> out, boolean takesKeys) {
    this.streams = streams;
    this.out = out;
    this.takesKeys = takesKeys;
  }

  /**
   * Keys of this process's terminal, or lines of standard input if there is none.
   *
   * @param streams the input is read
   * @param out takes the lines that ask for a key
   */
  static StepKeys of(StandardStreams streams, Consumer<String> out) {
    boolean takesKeys = setTerminal("-icanon", "-echo", "min", "1");
    StepKeys keys = new StepKeys(streams, out, takesKeys);
    if (takesKeys) {
      Runtime.getRuntime().addShutdownHook(keys.hook);
    }
    return keys;
  }

  @Override
  public int columns() {
    return size(1, 80);
  }

  @Override
  public int rows() {
    return takesKeys ? size(0, 24) : 0;
  }

  /** A number of {@code stty size}, which prints rows and columns. */
  private int size(int index, int otherwise) {
    String size = takesKeys ? stty("size") : null;
    String[] numbers = size == null ? new String[0] : size.strip().split(" ");
    try {
      int number = numbers.length == 2 ? Integer.parseInt(numbers[index]) : 0;
      return number > 0 ? number : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  @Override
  public void show(List<String> lines) {
    if (takesKeys && !"dumb".equals(System.getenv("TERM"))) {
      out.accept(CLEAR + String.join("\n", lines));
    } else {
      out.accept("");
      lines.forEach(out);
    }
  }

  @Override
  public Key await(String what) {
    if (takesKeys) {
      out.accept("[any key: " + what + ", b: back, q: end]");
      return meaning(key());
    }
    out.accept("[Enter: " + what + ", b: back, q: end]");
    byte[] line = streams.readLine();
    String word = line == null ? "q" : new String(line, StandardCharsets.UTF_8).strip();
    return meaning(word.isEmpty() ? '\n' : word.charAt(0));
  }

  private static Key meaning(int key) {
    return switch (key) {
      case END_OF_INPUT, 'q', 'Q' -> Key.END;
      case 'b', 'B', BACKSPACE, LEFT -> Key.BACK;
      default -> Key.NEXT;
    };
  }

  private int key() {
    try {
      int key = streams.in().read();
      if (key != ESCAPE) {
        return key;
      }
      // An arrow or a function key sends several bytes at once, and is one key all the same.
      byte[] rest = streams.in().readNBytes(streams.in().available());
      return rest.length == 2 && rest[1] == 'D' ? LEFT : key;
    } catch (IOException e) {
      return END_OF_INPUT;
    }
  }

  @Override
  public String ask(String question) {
    out.accept(question);
    if (takesKeys) {
      lineMode();
    }
    byte[] line = streams.readLine();
    if (takesKeys) {
      var unused = setTerminal("-icanon", "-echo", "min", "1");
    }
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  private static void lineMode() {
    var unused = setTerminal("icanon", "echo");
  }

  /** Sets the terminal that is standard input; returns false if that cannot be done. */
  private static boolean setTerminal(String... words) {
    return stty(words) != null;
  }

  /** Runs {@code stty} on the terminal that is standard input; returns what it prints, or null. */
  private static String stty(String... words) {
    try {
      List<String> command = new ArrayList<>(List.of("stty"));
      command.addAll(List.of(words));
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] output = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? new String(output, StandardCharsets.UTF_8) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    if (takesKeys) {
      lineMode();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM goes down already, and the hook does what close did.
        return;
      }
    }
  }
}
