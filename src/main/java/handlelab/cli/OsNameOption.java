package handlelab.cli;

import handlelab.command.Arguments;
import handlelab.command.UsageException;
import java.util.List;

/** The option {@code --os-name} of the commands that start programs with the agent. */
final class OsNameOption {
  static final String NAME = "--os-name";
  static final String PARAMETER = "NAME";
  static final String TEXT =
      "let os.name be NAME, such as \"Windows 10\", for programs that ask; the JDK and JNA still"
          + " know the system";

  private OsNameOption() {}

  /**
   * The agent's option for it.
   *
   * @return one word, or none if the option was not given
   * @throws UsageException if the name has a character that separates the agent's options
   */
  static List<String> agentOptions(Arguments arguments) {
    String osName = arguments.value(NAME);
    if (osName == null) {
      return List.of();
    }
    if (osName.isBlank() || osName.matches(".*[\",].*")) {
      throw new UsageException(NAME + " takes a name without comma and quotation mark");
    }
    return List.of("os-name=" + osName);
  }
}
