package handlelab.cli;

import handlelab.command.Command;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The commands by name. Only the one that is asked for is built; its factory method, not its
 * constructor, is called here, so that the verifier loads no class of another one.
 */
final class CommandList {
  private CommandList() {}

  /** Names and what each command does, in the order of {@code --help}. */
  static Map<String, String> summaries() {
    Map<String, String> summaries = new LinkedHashMap<>();
    summaries.put("handles", "show handle tables: who holds what");
    summaries.put("snapshot", "write the handle tables to a file");
    summaries.put("diff", "show what was opened and closed between two snapshots");
    summaries.put("inherited", "show what a child has of its parent's handles, and why");
    summaries.put("run", "run a Java program for Windows on the simulated kernel");
    summaries.put("leaks", "show which handles a Java program leaks, and where it opened them");
    summaries.put("compare", "play scenarios on the real and the simulated kernel and compare");
    summaries.put("record", "record what this computer's kernel32 does, to be sent in");
    summaries.put("demo", "show mailslots, inheritance and DuplicateHandle, check each claim");
    summaries.put("tour", "teach handles in short chapters, with the tables at each call");
    summaries.put("receive", "create a mailslot and print what comes in");
    summaries.put("send", "send words, or the lines of standard input, to a mailslot");
    summaries.put("completion", "print the completion of these commands for a shell");
    return summaries;
  }

  /** A new command, or null if there is none of this name. */
  static Command command(String name) {
    return switch (name) {
      case "handles" -> HandlesCommand.create();
      case "snapshot" -> SnapshotCommand.create();
      case "diff" -> DiffCommand.create();
      case "inherited" -> InheritedCommand.create();
      case "run" -> RunCommand.create();
      case "leaks" -> LeaksCommand.create();
      case "compare" -> CompareCommand.create();
      case "record" -> RecordCommand.create();
      case "demo" -> DemoCommand.create();
      case "tour" -> TourCommand.create();
      case "receive" -> MailReceiver.command();
      case "send" -> MailSender.command();
      case "completion" -> CompletionCommand.create();
      default -> null;
    };
  }
}
