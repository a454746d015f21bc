package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A claim that does not hold is seen, and nothing claimed is no success. */
final class ClaimsTest {
  private final List<String> lines = new ArrayList<>();
  private final Claims claims = new Claims(lines::add);

  @Test
  void nothingClaimedIsNoSuccess() {
    assertFalse(claims.allHold());
  }

  @Test
  void eachClaimSaysWhetherItHolds() {
    claims.equal(1, 1, "one is one");
    claims.equal(null, null, "nothing is nothing");
    assertTrue(claims.allHold());
    assertEquals("2 claims hold", claims.summary());
    claims.equal("a", null, "a is there");
    assertFalse(claims.allHold());
    assertEquals("1 of 3 claims do not hold", claims.summary());
    assertEquals(
        List.of(
            "   ok      one is one",
            "   ok      nothing is nothing",
            "   FAILED  a is there: expected a, got null"),
        lines);
  }
}
