package handlelab.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.condition.OS;

/** The kernels on which the contract is tested. */
enum KernelUnderTest {
  /** A simulated kernel in this JVM; children are threads. */
  SIMULATED,

  /** The simulated kernel that JVMs share; children are JVMs. Not on Windows, which needs none. */
  SHARED,

  /**
   * The real kernel32; children are JVMs. On Windows only, which a JVM under Wine takes Wine for.
   */
  REAL;

  /**
   * Tests these kernels only, such as {@code real,simulated}. A kernel that is named and not there
   * fails.
   */
  private static final String PROPERTY = "handlelab.kernels";

  /** The kernels to be tested here. */
  static List<KernelUnderTest> all() {
    String names = System.getProperty(PROPERTY);
    if (names != null) {
      return Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
          .map(KernelUnderTest::valueOf)
          .toList();
    }
    return OS.WINDOWS.isCurrentOs() ? List.of(SIMULATED, REAL) : List.of(SIMULATED, SHARED);
  }

  Machine boot() {
    return switch (this) {
      case SIMULATED -> InProcessMachine.boot();
      case SHARED -> JvmMachine.shared();
      case REAL -> JvmMachine.real();
    };
  }
}
