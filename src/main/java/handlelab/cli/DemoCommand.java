package handlelab.cli;

import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;

/** The command {@code demo}. */
final class DemoCommand extends Command {
  private static final Usage USAGE =
      new Usage("demo", "")
          .text(
              "Shows, with processes of their own, how mailslots and handles are handed on, and"
                  + " checks each claim.")
          .backend()
          .common()
          .text("Exit codes: 0 each claim holds, 1 one does not, 2 wrong usage, 130 Ctrl-C.");

  private DemoCommand() {
    super(USAGE);
  }

  static Command create() {
    return new DemoCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) {
    arguments.refuseWords(0);
    try (Demo demo = new Demo(open(arguments), streams)) {
      return demo.run();
    }
  }
}
