package handlelab.cli;

/**
 * The subcommands that do without picocli, by name. Stateless.
 *
 * <p>They stand apart from {@link Main} for the same reason as {@link Commands} does.
 */
final class QuickCommands {
  private QuickCommands() {}

  /**
   * Runs a subcommand and returns its exit code.
   *
   * @throws IllegalArgumentException where none has this name
   */
  static int run(String name, String[] commandLine) {
    QuickCommand command =
        switch (name) {
          case "handles" -> new HandlesCommand();
          case "snapshot" -> new SnapshotCommand();
          case "diff" -> new DiffCommand();
          default -> throw new IllegalArgumentException(name);
        };
    return command.run(commandLine);
  }
}
