package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How much of a pool one process may have, to the byte. */
class QuotaTest {
  private final Pool pool = new Pool(100);
  private final Pool.Quota first = pool.newQuota();
  private final Pool.Quota second = pool.newQuota();

  @Test
  void theFirstMayHaveHalf() {
    assertFalse(first.take(51));
    assertTrue(first.take(50));
    assertFalse(first.take(1));
    assertEquals(50, pool.taken());
  }

  @Test
  void theNextMayHaveHalfOfTheRest() {
    assertTrue(first.take(50));
    assertFalse(second.take(26));
    assertTrue(second.take(25));
    assertFalse(second.take(1));
    assertTrue(pool.newQuota().take(12));
    assertEquals(87, pool.taken());
  }

  @Test
  void whatOneHasCountsWithWhatItWants() {
    assertTrue(first.take(40));
    assertFalse(first.take(30));
    assertTrue(second.take(30));
  }

  @Test
  void whatIsGivenBackMayBeTakenAgain() {
    assertTrue(first.take(50));
    first.giveBack(20);
    assertEquals(30, pool.taken());
    assertFalse(first.take(21));
    assertTrue(first.take(20));
  }

  private int errorOf(Pool.Quota quota, long wanted) {
    Win32Exception refused =
        assertThrows(Win32Exception.class, () -> quota.charge(wanted, "CreateFileW"));
    assertEquals("CreateFileW", refused.function());
    return refused.errorCode();
  }

  @Test
  void theErrorSaysWhetherAnybodyCouldHaveIt() {
    first.charge(40, "WriteFile");
    assertEquals(Win32Error.ERROR_NOT_ENOUGH_QUOTA, errorOf(first, 30));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, errorOf(first, 31));
    assertFalse(second.take(31));
    assertEquals(40, pool.taken(), "what is refused is not taken");
    assertTrue(second.take(30));
  }

  @Test
  void aKernelHasHalfOfTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    long slot = Pool.ofHeap().maxSlotBytes();
    assertTrue(slot > heap / 9 && slot <= heap / 8, () -> slot + " of " + heap);
    assertEquals(25, pool.maxSlotBytes());
  }

  @Test
  void sixteenMillionRowsAreWithinTheQuotaOf512Megabytes() {
    Pool.Quota process = new Pool(256 << 20).newQuota();
    HandleTable.Memory counted = process;
    assertTrue(counted.take(16_000_000L * Pool.ROW_BYTES + 4096 * Pool.PAGE_BYTES));
  }

  @Property
  void thereIsAlwaysSomethingForOneThatHasNothing(
      @ForAll @Size(max = 30) Iterable<@IntRange(min = 1, max = 400_000) Integer> wishes) {
    Pool large = new Pool(1_000_000);
    long sum = 0;
    Pool.Quota greedy = large.newQuota();
    for (int wish : wishes) {
      sum += greedy.take(wish) ? wish : 0;
      assertEquals(sum, large.taken());
      assertTrue(large.newQuota().take(1), "nothing is left");
      sum++;
    }
  }
}
