package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Kernel32;
import handlelab.sim.SimulatedKernel;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class UnclosedTest {
  private record Report(String message, Throwable made) {}

  private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
  private final BiConsumer<String, Throwable> before = Unclosed.reporter;
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 kernel32 = kernel.startProcess("test.exe");

  @BeforeEach
  void listen() {
    Unclosed.reporter = (message, made) -> reports.add(new Report(message, made));
  }

  @AfterEach
  void giveBack() {
    Unclosed.reporter = before;
    System.clearProperty(Unclosed.TRACK_PROPERTY);
    kernel.close();
  }

  /** In a method of its own, so that nothing on the stack keeps the owner. */
  private String forget(String name) {
    Mailslot slot = Mailslot.create(kernel32, name);
    return slot.toString();
  }

  private Report awaitReport(String what) {
    while (true) {
      System.gc();
      for (Report report : reports) {
        if (report.message().startsWith(what)) {
          return report;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void oneThatIsForgottenIsTold() {
    String what = forget("a");
    Report report = awaitReport(what);
    assertNull(report.made());
    assertTrue(report.message().contains("-Dhandlelab.trackHandles=true"), report::message);
    assertEquals(
        1,
        kernel.handleTables().handles(kernel32.getCurrentProcessId()).size(),
        "the handle is not closed: somebody may have its value");
  }

  @Test
  void whereItWasMadeIsToldOnRequest() {
    System.setProperty(Unclosed.TRACK_PROPERTY, "true");
    Report report = awaitReport(forget("a"));
    assertNotNull(report.made());
    assertTrue(
        Arrays.stream(report.made().getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("forget")));
  }

  @Test
  void oneThatWasClosedIsNotTold() {
    try (Mailslot closed = Mailslot.create(kernel32, "closed")) {
      assertEquals("Mailslot 0x100", closed.toString());
    }
    var unused = awaitReport(forget("other"));
    assertEquals(1, reports.size(), reports::toString);
  }
}
