package handlelab.inspect;

import static handlelab.inspect.InheritanceReports.LIST;
import static handlelab.inspect.InheritanceReports.NOON;
import static handlelab.inspect.InheritanceReports.report;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.docs.ShippedSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InheritanceJsonTest {
  private static final ShippedSchema SCHEMA =
      ShippedSchema.of(InheritanceJson.class, InheritanceJson.SCHEMA);

  private static String json(InheritanceReport report, Optional<List<String>> faults)
      throws IOException {
    StringWriter out = new StringWriter();
    InheritanceJson.write(
        report, new Origin("simulated", "a test"), NOON, faults, OptionalInt.of(-1), out);
    return out.toString();
  }

  @Test
  void write_report_isOfTheSchema() throws IOException {
    String document = json(report(LIST), Optional.of(List.of("missing: 0x200")));
    SCHEMA.assertValid(document);
    assertTrue(document.startsWith("{\"form\":\"handlelab.inherited\",\"version\":1,"), document);
    assertTrue(document.contains("\"childExitCode\":4294967295"), document);
    assertTrue(document.contains("\"stack\":[\"a.B.c(B.java:7)\"]"), document);
    String little = json(report(Optional.empty()), Optional.empty());
    SCHEMA.assertValid(little);
    assertTrue(little.contains("\"terms\":null") && little.contains("\"faults\":null"), little);
  }

  @Test
  void schema_wrongDocuments_refusesThem() throws IOException {
    SCHEMA.assertRefuses(
        json(report(LIST), Optional.of(List.of())),
        new String[][] {
          {"\"version\":1", "\"version\":2"},
          {"\"handle\":256", "\"handle\":\"0x100\""},
          {"\"reason\":\"inherit-flag\"", "\"reason\":\"flag-not-set\""},
          {"\"reason\":\"not-in-list\"", "\"reason\":\"handle-list\""},
          {"\"handleList\":[256]", "\"handleList\":256"},
          {"\"number\":2", "\"number\":0"},
          {"\"holders\":", "\"held\":"},
          {"\"faults\":[]", "\"faults\":\"none\""},
        });
  }
}
