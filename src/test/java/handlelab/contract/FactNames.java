package handlelab.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Shows a test as its facts' numbers and its behaviour in words. */
final class FactNames extends DisplayNameGenerator.Standard {
  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    String words =
        testMethod.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
    Fact fact = testMethod.getAnnotation(Fact.class);
    if (fact == null) {
      return words;
    }
    String numbers =
        Arrays.stream(fact.value()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return numbers + ": " + words;
  }
}
