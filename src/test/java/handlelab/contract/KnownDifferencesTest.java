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
    Set<String> unnoticed = new TreeSet<>(KnownDifferences.WINE_10.keySet());
    for (Class<?> topic : RealKernelContractTest.class.getDeclaredClasses()) {
      for (Method method : topic.getSuperclass().getDeclaredMethods()) {
        Fact fact = method.getAnnotation(Fact.class);
        if (fact != null) {
          for (String id : fact.value()) {
            unnoticed.remove(id);
          }
        }
      }
    }
    assertEquals(Set.of(), unnoticed);
  }
}
