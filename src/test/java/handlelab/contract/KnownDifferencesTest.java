package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of known differences holds nothing that no case would notice. */
class KnownDifferencesTest {
  @Test
  void everyKnownDifferenceHasACaseThatWouldNotice() {
    Set<Integer> unnoticed = new TreeSet<>(KnownDifferences.WINE_10.keySet());
    for (Class<?> topic : RealKernelContractTest.class.getDeclaredClasses()) {
      for (Method method : topic.getSuperclass().getDeclaredMethods()) {
        Fact fact = method.getAnnotation(Fact.class);
        if (fact != null) {
          for (int number : fact.value()) {
            unnoticed.remove(number);
          }
        }
      }
    }
    assertEquals(Set.of(), unnoticed);
  }
}
