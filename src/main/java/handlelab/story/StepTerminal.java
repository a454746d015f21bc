package handlelab.story;

import java.util.List;

/** The terminal of a reader who follows the tour step by step. Used by one thread. */
public interface StepTerminal {
  /** What the reader wants to see next. */
  enum Key {
    NEXT,
    BACK,
    END
  }

  /** How many columns there are. */
  int columns();

  /** How many rows there are; 0 if the output does not end, such as a file. */
  int rows();

  /** Shows a screen, in place of the last one if this terminal can do so. */
  void show(List<String> lines);

  /** Waits for a key. */
  Key await(String what);

  /** Asks for a line; null if no more can come. */
  String ask(String question);
}
