package handlelab.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentBlockTest {
  @Test
  void namesAreSortedByUpperCaseAndTheBlockEndsWithTwoNuls() {
    Map<String, String> environment =
        Map.of("b", "2", "A", "1", "_", "last", "=C:", "C:\\x", "aB", "3");

    assertEquals(
        "=C:=C:\\x\0A=1\0aB=3\0b=2\0_=last\0\0", EnvironmentBlock.of(environment), "_ behind Z");
  }

  @Test
  void anEmptyBlockIsTwoNuls() {
    assertEquals("\0\0", EnvironmentBlock.of(Map.of()));
  }

  @Test
  void aValueMayBeEmptyAndHaveAnEqualsSign() {
    assertEquals("A=\0B=x=y\0\0", EnvironmentBlock.of(Map.of("A", "", "B", "x=y")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "A=B", "=C:=", "A\0"})
  void aNameThatTheChildWouldReadOtherwiseIsRefused(String name) {
    assertRefused(Map.of(name, "value"));
  }

  @Test
  void aValueWithNulOrNullIsRefused() {
    assertRefused(Map.of("A", "x\0y"));
    Map<String, String> none = new HashMap<>();
    none.put("A", null);
    assertRefused(none);
  }

  private static void assertRefused(Map<String, String> environment) {
    Win32Exception refused =
        assertThrows(Win32Exception.class, () -> EnvironmentBlock.of(environment));
    assertEquals("CreateProcessW", refused.function());
    assertEquals(Win32Error.ERROR_INVALID_PARAMETER, refused.errorCode());
  }
}
