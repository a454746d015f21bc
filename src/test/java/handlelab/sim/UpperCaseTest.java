package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpperCaseTest {
  @Test
  void of_mapsLettersThatMapBack() {
    assertEquals("AZ19_ÄŸÉΑΩΣЖҊ", UpperCase.of("az19_äÿéαωσжҋ"));
    assertEquals("ǄǇǊǱ", UpperCase.of("ǆǉǌǳ"));
  }

  /** Java and Unicode map these to letters that others map to as well, NT does not. */
  @Test
  void of_leavesLettersThatDoNotMapBack() {
    String letters = "ıſµςϐϑϕϖϰϱϵẛιǅǈǋǲßẞİ\u0345\u1fbe\u1c80";
    assertEquals(letters.replace('ι', 'Ι'), UpperCase.of(letters));
  }

  @Test
  void of_isOneToOne() {
    Map<String, Character> lower = new HashMap<>();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String upper = UpperCase.of(String.valueOf((char) c));
      assertEquals(1, upper.length());
      assertEquals(upper, UpperCase.of(upper), "it is upper case already");
      if (upper.charAt(0) != c) {
        assertEquals(null, lower.put(upper, (char) c), upper + " has two lower cases");
      }
    }
  }
}
