package handlelab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("--help", "--json", "--jsonl", "--inheritable", "send", "tour");

  @ParameterizedTest
  @CsvSource({
    "--inheritble,--inheritable",
    "--inheritalbe,--inheritable",
    "--inherit,--inheritable",
    "-json,--json",
    "--jsno,--json",
    "--jsonlines,''",
    "--hlep,--help",
    "snd,send",
    "sned,send",
    "--x,''",
    "-h,''",
    "xxxx,''",
    "to,tour"
  })
  void nearestWord_isSuggested(String word, String expected) {
    assertEquals(
        expected.isEmpty() ? "" : "; did you mean " + expected + "?", Suggestion.of(word, KNOWN));
  }
}
