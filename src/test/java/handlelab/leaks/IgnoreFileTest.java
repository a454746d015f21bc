package handlelab.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class IgnoreFileTest {
  @Test
  void parse_takesSignaturesAndComments() {
    String text = "# known\n\n0123abcd  # the pool\n89abcdef\r\n";
    assertEquals(Set.of("0123abcd", "89abcdef"), IgnoreFile.parse(text));
  }

  @Test
  void parse_namesTheLineThatIsNoSignature() {
    Exception thrown =
        assertThrows(
            IllegalArgumentException.class, () -> IgnoreFile.parse("0123abcd\nMain.open\n"));
    assertTrue(thrown.getMessage().contains("line 2"), thrown.getMessage());
  }
}
