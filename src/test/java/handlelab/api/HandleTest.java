package handlelab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandleTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 4, 0x104, -1, -2, -12, Long.MIN_VALUE, Long.MAX_VALUE})
  void parse_readsWhatToStringWrote(long value) {
    assertEquals(new Handle(value), Handle.parse(new Handle(value).toString()));
    assertEquals(new Handle(value), Handle.parse(Long.toString(value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x-1", "0xg", "-", "handle", "0x10000000000000000"})
  void parse_refusesWhatIsNoValue(String text) {
    assertThrows(NumberFormatException.class, () -> Handle.parse(text));
  }
}
