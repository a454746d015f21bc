package handlelab.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Kernel32;
import handlelab.lib.Mailslot;
import handlelab.sim.SimulatedKernel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventLogTest {
  @ParameterizedTest
  @CsvSource({
    "\\\\.\\mailslot\\inbox,\\\\.\\mailslot\\inbox,\\\\.\\mailslot\\inbox",
    "'a b','\"a b\"','a b'",
    "'a\nhandle=0x4','\"a\\nhandle=0x4\"','\"a\\nhandle=0x4\"'",
    "'\"','\"\\\"\"','\"\\\"\"'",
    "'\\ \u001b\u2028','\"\\\\ \\u001b\\u2028\"','\"\\\\ \\u001b\\u2028\"'",
    "'Grüße, 世界','\"Grüße, 世界\"','Grüße, 世界'",
    "'','',''"
  })
  void value_isQuotedIfItCouldBeTakenForMore(String value, String onLine, String inReport) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      Kernel32 kernel32 = kernel.startProcess("test.exe");
      String start = "process=" + kernel32.getCurrentProcessId();
      try (Mailslot report = Mailslot.create(kernel32, "report");
          EventLog events =
              new EventLog("test", kernel32, new PrintStream(err, true, UTF_8), "report")) {
        events.log("created", "slot", value);
        assertEquals(
            "test: created " + start + " slot=" + onLine, err.toString(UTF_8).stripTrailing());
        assertEquals(
            "program=test\nevent=created\n" + start + "\nslot=" + inReport, report.receiveText());
      }
    }
    assertEquals(value, EventLog.unquote(onLine));
    assertEquals(value, EventLog.unquote(inReport));
  }

  @Test
  void unquote_leavesPlainValuesAlone() {
    assertEquals("\\n", EventLog.unquote("\\n"));
  }
}
