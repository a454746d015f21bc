package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines taken apart, and what is refused. */
final class ArgumentsTest {
  private static Arguments parse(String... words) {
    return new Arguments(words, Set.of("--count", "--handle"), Set.of("--child"));
  }

  @Test
  void optionsMayStandAnywhereBeforeTheDashes() {
    Arguments arguments = parse("a", "--count", "3", "b", "--child", "-", "--", "--count", "");
    assertEquals(List.of("a", "b", "-", "--count", ""), arguments.words());
    assertEquals(OptionalInt.of(3), arguments.number("--count", 1));
    assertTrue(arguments.has("--child"));
  }

  @Test
  void whatIsNotGivenIsAbsent() {
    Arguments arguments = parse("a");
    assertEquals(OptionalInt.empty(), arguments.number("--count", 1));
    assertNull(arguments.handle("--handle"));
    assertNull(arguments.value("--handle"));
    assertFalse(arguments.has("--child"));
  }

  @Test
  void aValueMayFollowAnEqualsSign() {
    assertEquals("=x", parse("--handle==x").value("--handle"));
    assertEquals("", parse("--handle=").value("--handle"));
    assertEquals("--child", parse("--handle", "--child").value("--handle"));
  }

  @Test
  void handleValuesAreHexadecimalOrDecimal() {
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
        "--child --child",
        "--count 1 --count 2",
        "--count 0",
        "--count two",
        "--count 2147483648",
        "--handle 0x",
        "--handle 0xg",
        "--handle value"
      })
  void mistakesAreNamed(String line) {
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
