package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;

import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;
import java.util.List;

/** A handle value reaches the child as a word of its command line. */
public final class ArgumentSplitting extends Question {
  private static final String PAGE = "Parsing C Command-Line Arguments";

  public ArgumentSplitting() {
    super(
        "process-create/arguments", "Do words with blanks, quotes and backslashes reach a child?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    List<String> words =
        List.of("256", "two words", "a\"b", "back\\slash\\", "", "tab\there", "trailing\\\\\"");
    ChildPlayer started =
        parent
            .step(
                documented(
                    "arguments-split-by-c-rules", "a program starts with words in quotes", PAGE))
            .startChild("child")
            .arguments(words.toArray(String[]::new))
            .createProcess();
    started
        .player()
        .step(documented("arguments-split-by-c-rules", "each word comes as it was", PAGE))
        .givesWords(words)
        .lookAtArguments(started);
  }
}
