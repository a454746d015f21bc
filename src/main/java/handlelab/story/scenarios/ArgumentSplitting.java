package handlelab.story.scenarios;

import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
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
    Actor parent = play.process("parent");
    List<String> words =
        List.of("256", "two words", "a\"b", "back\\slash\\", "", "tab\there", "trailing\\\\\"");
    Child child =
        parent
            .child("child")
            .arguments(words.toArray(String[]::new))
            .start(
                parent
                    .documented(
                        "arguments-split-by-c-rules", "a program starts with words in quotes", PAGE)
                    .succeeds());
    child
        .documented("arguments-split-by-c-rules", "each word comes as it was", PAGE)
        .findsArguments(words);
  }
}
