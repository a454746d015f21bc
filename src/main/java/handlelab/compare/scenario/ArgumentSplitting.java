package handlelab.compare.scenario;

import static handlelab.compare.Claim.documented;

import handlelab.compare.ChildPlayer;
import handlelab.compare.Play;
import handlelab.compare.Player;

/** A handle value reaches the child as a word of its command line. */
public final class ArgumentSplitting extends Question {
  public ArgumentSplitting() {
    super(
        "process-create/arguments", "Do words with blanks, quotes and backslashes reach a child?");
  }

  @Override
  public void play(Play play) {
    Player parent = play.process("parent");
    String[] words = {
      "256", "two words", "a\"b", "back\\slash\\", "", "tab\there", "trailing\\\\\""
    };
    ChildPlayer started =
        parent
            .step(documented(194, "each word comes as it was", "Parsing C Command-Line Arguments"))
            .startChild("child")
            .arguments(words)
            .createProcess();
    if (!started.arguments().equals(java.util.List.of(words))) {
      throw new IllegalStateException("the child got " + started.arguments());
    }
  }
}
