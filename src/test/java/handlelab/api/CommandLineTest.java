package handlelab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void splitsAsTheMicrosoftPageShows() {
    assertEquals(List.of("p", "abc", "d", "e"), CommandLine.split("p \"abc\" d e"));
    assertEquals(List.of("p", "a\\\\b", "de fg", "h"), CommandLine.split("p a\\\\b d\"e f\"g h"));
    assertEquals(List.of("p", "a\\\"b", "c", "d"), CommandLine.split("p a\\\\\\\"b c d"));
    assertEquals(List.of("p", "a\\\\b c", "d", "e"), CommandLine.split("p a\\\\\\\\\"b c\" d e"));
    assertEquals(List.of("p", "ab\" c d"), CommandLine.split("p a\"b\"\" c d"));
  }

  @Test
  void splitsAsWinesProcessTestsDoOnWindows() {
    assertEquals(List.of("p", "a\"b\\", "c\""), CommandLine.split("p \"a\\\"b\\\\\" c\\\""));
    assertEquals(List.of("p", "\"", "ef gh", ""), CommandLine.split("p \"\"\"\" e\"f g\"h \"\""));
  }

  @Test
  void takesBackslashesOfTheProgramNameAsTheyAre() {
    assertEquals(List.of("C:\\my dir\\", "x"), CommandLine.split("\"C:\\my dir\\\" x"));
    assertEquals(List.of("./name.exe"), CommandLine.split("./name.exe  \t"));
  }

  @Test
  void startsWithAnEmptyProgramNameWhereThereIsNone() {
    assertEquals(List.of(""), CommandLine.split(""));
    assertEquals(List.of("", "a"), CommandLine.split(" a"));
  }

  @Test
  void refusesWhatNoCommandLineCanSay() {
    assertThrows(IllegalArgumentException.class, () -> CommandLine.join(List.of()));
    assertThrows(IllegalArgumentException.class, () -> CommandLine.join(List.of("a\"b")));
    assertThrows(IllegalArgumentException.class, () -> CommandLine.join(List.of("a", "b\0")));
  }

  @Test
  void quotesOnlyWhatNeedsIt() {
    assertEquals(
        "\"my dir\\\" plain a\\b \"a b\\\\\" \"\" \"\\\"\" \"*\"",
        CommandLine.join(List.of("my dir\\", "plain", "a\\b", "a b\\", "", "\"", "*")));
  }

  @Property
  void splitUndoesJoin(@ForAll("names") String name, @ForAll("arguments") List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.add(name);
    all.addAll(arguments);
    assertEquals(all, CommandLine.split(CommandLine.join(all)));
  }

  @Property
  void joinKeepsWhatSplitFound(@ForAll("lines") String line) {
    List<String> arguments = CommandLine.split(line);
    assertEquals(arguments, CommandLine.split(CommandLine.join(arguments)));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab \t\\/.\u00e4").ofMaxLength(12);
  }

  @Provide
  Arbitrary<List<String>> arguments() {
    Arbitrary<String> edgy = Arbitraries.strings().withChars("ab \t\\\"*\n").ofMaxLength(12);
    Arbitrary<String> any = Arbitraries.strings().excludeChars('\0').ofMaxLength(20);
    return Arbitraries.oneOf(edgy, any).list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.strings().withChars("ab \t\\\"").ofMaxLength(40);
  }
}
