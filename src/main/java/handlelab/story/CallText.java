package handlelab.story;

import java.util.List;
import java.util.stream.Collectors;

/** A call as text: the function, and its arguments by name. */
record CallText(String function, List<Argument> arguments) {
  /** An argument: the name of its parameter, and its value. */
  record Argument(String name, String value) {}

  /** Such as {@code ReadFile(file=0x100, target=64 bytes)}. What is NULL or alone needs no name. */
  @Override
  public String toString() {
    return arguments.stream()
        .map(
            argument ->
                arguments.size() == 1 || argument.value().equals("NULL")
                    ? argument.value()
                    : argument.name() + "=" + argument.value())
        .collect(Collectors.joining(", ", function + "(", ")"));
  }
}
