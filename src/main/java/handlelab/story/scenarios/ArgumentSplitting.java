package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
import java.util.List;

/** A handle value reaches the child as a word of its command line. */
public final class ArgumentSplitting extends Question {
  public ArgumentSplitting() {
    super(
        "process-create/arguments", "Do words with blanks, quotes and backslashes reach a child?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    List<String> words =
        List.of("256", "two words", "a\"b", "back\\slash\\", "", "tab\there", "trailing\\\\\"");
    play.fact("arguments-split-by-c-rules");
    Child child =
        parent
            .child("child")
            .arguments(words.toArray(String[]::new))
            .starts("a program starts with words in quotes");
    child.findsArguments("each word comes as it was", words);
  }
}
