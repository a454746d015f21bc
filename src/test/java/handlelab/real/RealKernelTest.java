package handlelab.real;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
final class RealKernelTest {
  @Test
  void elsewhereThanOnWindowsTheErrorNamesTheSimulatedBackend() {
    assertFalse(RealKernel.isAvailable());
    for (Runnable door :
        new Runnable[] {
          RealKernel::kernel32,
          RealKernel::handleTables,
          RealKernel::description,
          RealKernel::build,
          RealKernel::commandLine
        }) {
      String message = assertThrows(UnsupportedOperationException.class, door::run).getMessage();
      assertTrue(message.contains("--backend simulated"), message);
      assertTrue(message.contains(System.getProperty("os.name")), message);
    }
  }
}
