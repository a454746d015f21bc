package handlelab.cli;

import handlelab.command.StandardStreams;
import handlelab.story.StoppedException;
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
final class StepKeys implements AutoCloseable {
  private static final int END_OF_INPUT = -1;
  private static final int ESCAPE = 27;

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
   * Keys of this process's terminal, or lines of standard input where there is none.
   *
   * @param streams the input is read
   * @param out takes the lines that ask for a key
   */
  static StepKeys of(StandardStreams streams, Consumer<String> out) {
    boolean takesKeys = stty("-icanon", "-echo", "min", "1");
    StepKeys keys = new StepKeys(streams, out, takesKeys);
    if (takesKeys) {
      Runtime.getRuntime().addShutdownHook(keys.hook);
    }
    return keys;
  }

  /**
   * Waits for the next key.
   *
   * @throws StoppedException where it is q, or nothing more can come
   */
  void await() {
    out.accept(takesKeys ? "[any key: next step, q: end]" : "[Enter: next step, q: end]");
    if (takesKeys ? isEnd(key()) : isEndLine(streams.readLine())) {
      throw new StoppedException();
    }
  }

  private int key() {
    try {
      int key = streams.in().read();
      if (key == ESCAPE) {
        // An arrow or a function key sends several bytes at once, and is one key all the same.
        streams.in().skipNBytes(streams.in().available());
      }
      return key;
    } catch (IOException e) {
      return END_OF_INPUT;
    }
  }

  private static boolean isEnd(int key) {
    return key == END_OF_INPUT || key == 'q' || key == 'Q';
  }

  private static boolean isEndLine(byte[] line) {
    return line == null || new String(line, StandardCharsets.UTF_8).strip().equalsIgnoreCase("q");
  }

  private static void lineMode() {
    var unused = stty("icanon", "echo");
  }

  /** Sets the terminal that is standard input; false where that cannot be done. */
  private static boolean stty(String... words) {
    try {
      List<String> command = new ArrayList<>(List.of("stty"));
      command.addAll(List.of(words));
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
