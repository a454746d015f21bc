package handlelab.cli;

import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.Completion;
import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import java.util.List;
import java.util.Map;

/** The command {@code completion}. */
final class CompletionCommand extends Command {
  private static final Usage USAGE =
      new Usage("completion", "bash|zsh")
          .text(
              "Prints the script by which bash or zsh completes the commands and options of"
                  + " handlelab. To use it, put this into ~/.bashrc, or the same with zsh into"
                  + " ~/.zshrc after compinit:")
          .text("source <(handlelab completion bash)")
          .common()
          .text("Exit codes: 0 done, 2 wrong usage.");

  private CompletionCommand() {
    super(USAGE);
  }

  static Command create() {
    return new CompletionCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) {
    String shell = arguments.onlyWord();
    Map<String, String> summaries = CommandList.summaries();
    List<Usage> usages =
        summaries.keySet().stream().map(name -> CommandList.command(name).usage()).toList();
    streams.print(
        switch (shell == null ? "" : shell) {
          case "bash" -> Completion.bash(summaries, usages);
          case "zsh" -> Completion.zsh(summaries, usages);
          default -> throw new UsageException("name the shell, bash or zsh");
        });
    return ExitCode.OK;
  }
}
