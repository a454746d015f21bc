package handlelab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
  private static final Usage USAGE =
      new Usage("test", "WORD")
          .value("--count", "N", "a number")
          .value("--handle", "VALUE", "a handle")
          .values("--name", "NAME", "a name")
          .choice("--color", "WHEN", "a choice", "auto", "always", "never")
          .flag("--child", "a flag");

  private static Arguments parse(String... words) {
    return new Arguments(USAGE, words);
  }

  @Test
  void options_standAnywhereBeforeTheDashes() {
    Arguments arguments = parse("a", "--count", "3", "b", "--child", "-", "--", "--count", "");
    assertEquals(List.of("a", "b", "-", "--count", ""), arguments.words());
    assertEquals(OptionalInt.of(3), arguments.number("--count", 1));
    assertTrue(arguments.has("--child"));
    assertThrows(UsageException.class, arguments::command);
    assertEquals(List.of("--count", ""), parse("--child", "--", "--count", "").command());
    assertNull(parse("a", "b").command());
    assertThrows(UsageException.class, () -> parse("--").command());
  }

  @Test
  void missingOption_isAbsent() {
    Arguments arguments = parse("a");
    assertEquals(OptionalInt.empty(), arguments.number("--count", 1));
    assertNull(arguments.handle("--handle"));
    assertNull(arguments.value("--handle"));
    assertFalse(arguments.has("--child"));
  }

  @Test
  void value_mayFollowAnEqualsSign() {
    assertEquals("=x", parse("--handle==x").value("--handle"));
    assertEquals("", parse("--handle=").value("--handle"));
    assertEquals("--child", parse("--handle=--child").value("--handle"));
  }

  @Test
  void repeatableOption_keepsAllValues() {
    assertEquals(List.of("a", "b"), parse("--name", "a", "--name=b").values("--name"));
    assertEquals(List.of(), parse().values("--name"));
  }

  @Test
  void choice_ignoresCase() {
    assertEquals("NEVER", parse("--color", "NEVER").value("--color"));
    UsageException e = assertThrows(UsageException.class, () -> parse("--color", "no"));
    assertEquals("--color is auto, always or never, not no", e.getMessage());
  }

  @Test
  void unknownOption_isReportedWithTheNearestOne() {
    UsageException near = assertThrows(UsageException.class, () -> parse("--chlid"));
    assertEquals("unknown option --chlid; did you mean --child?", near.getMessage());
    UsageException far = assertThrows(UsageException.class, () -> parse("--frobnicate=3"));
    assertEquals(
        "unknown option --frobnicate (put -- before a word that starts with a dash)",
        far.getMessage());
  }

  @Test
  void surplusWord_isRefused() {
    assertEquals("a", parse("a").onlyWord());
    assertNull(parse().onlyWord());
    assertThrows(UsageException.class, () -> parse("a", "b").onlyWord());
    assertThrows(UsageException.class, () -> parse("a").refuseWords(0));
  }

  @Test
  void handleValue_isHexadecimalOrDecimal() {
    assertEquals(new Handle(0x104), parse("--handle", "0x104").handle("--handle"));
    assertEquals(new Handle(260), parse("--handle", "260").handle("--handle"));
    assertEquals(new Handle(-1), parse("--handle", "0xffffffffffffffff").handle("--handle"));
    assertEquals(new Handle(-1), parse("--handle", "-1").handle("--handle"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--what",
        "-x",
        "--child=yes",
        "--count",
        "--handle --child",
        "--color red",
        "--child --child",
        "--count 1 --count 2",
        "--count 0",
        "--count two",
        "--count 2147483648",
        "--handle 0x",
        "--handle 0xg",
        "--handle value"
      })
  void mistake_isReportedWithItsOption(String line) {
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> {
              Arguments arguments = parse(line.split(" ", -1));
              arguments.number("--count", 1);
              arguments.handle("--handle");
            });
    assertTrue(e.getMessage().contains(line.replaceAll("[ =].*", "")), e.getMessage());
  }
}
