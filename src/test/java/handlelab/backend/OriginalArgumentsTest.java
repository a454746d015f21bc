package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a code page took from the arguments comes back from the command line. */
final class OriginalArgumentsTest {
  @Test
  void lostCharactersComeBack() {
    String[] harmed = {"send", "inbox", "??", "l"};
    List<String> words = List.of("java.exe", "-jar", "x.jar", "send", "inbox", "日本", "ł");
    assertArrayEquals(
        new String[] {"send", "inbox", "日本", "ł"}, OriginalArguments.unharmed(harmed, words));
  }

  @Test
  void expandedWildcardsAreLeftAlone() {
    String[] expanded = {"send", "inbox", "a.txt", "b.txt"};
    List<String> words = List.of("java.exe", "-jar", "x.jar", "send", "inbox", "*.txt");
    assertSame(expanded, OriginalArguments.unharmed(expanded, words));
    String[] many = {"a", "b", "c"};
    assertSame(many, OriginalArguments.unharmed(many, List.of("java.exe", "*")));
  }
}
