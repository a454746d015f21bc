package handlelab.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that fuzzing has kept, tried again; each is also tried cut off at the end. */
@Timeout(120)
final class CorpusTest {
  static List<Target> targets() {
    return Target.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatWasFoundStaysMended(Target target) throws Exception {
    assertFalse(Corpus.kept(target).isEmpty(), "nothing is kept for it");
    for (byte[] input : Corpus.of(target)) {
      run(target, input);
      run(target, Arrays.copyOf(input, Math.max(0, input.length - 1)));
    }
  }

  private static void run(Target target, byte[] input) {
    try {
      target.trial().run(input);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(target + " on " + Base64.getEncoder().encodeToString(input), e);
    }
  }
}
