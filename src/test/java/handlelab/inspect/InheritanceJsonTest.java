package handlelab.inspect;

import static handlelab.inspect.InheritanceReports.LIST;
import static handlelab.inspect.InheritanceReports.NOON;
import static handlelab.inspect.InheritanceReports.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InheritanceJsonTest {
  private static final String SCHEMA = readSchema();

  private static String readSchema() {
    try (InputStream in = InheritanceJson.class.getResourceAsStream(InheritanceJson.SCHEMA)) {
      assertNotNull(in, "the schema is shipped");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String json(InheritanceReport report, Optional<List<String>> faults)
      throws IOException {
    StringWriter out = new StringWriter();
    InheritanceJson.write(
        report, new Origin("simulated", "a test"), NOON, faults, OptionalInt.of(-1), out);
    return out.toString();
  }

  private static Set<ValidationMessage> errors(String document) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(SCHEMA)
        .validate(document, InputFormat.JSON);
  }

  @Test
  void write_report_isOfTheSchema() throws IOException {
    String document = json(report(LIST), Optional.of(List.of("missing: 0x200")));
    assertEquals(Set.of(), errors(document), document);
    assertTrue(document.startsWith("{\"form\":\"handlelab.inherited\",\"version\":1,"), document);
    assertTrue(document.contains("\"childExitCode\":4294967295"), document);
    assertTrue(document.contains("\"stack\":[\"a.B.c(B.java:7)\"]"), document);
    String little = json(report(Optional.empty()), Optional.empty());
    assertEquals(Set.of(), errors(little), little);
    assertTrue(little.contains("\"terms\":null") && little.contains("\"faults\":null"), little);
  }

  @Test
  void schema_wrongDocuments_refusesThem() throws IOException {
    String good = json(report(LIST), Optional.of(List.of()));
    for (String[] change :
        new String[][] {
          {"\"version\":1", "\"version\":2"},
          {"\"handle\":256", "\"handle\":\"0x100\""},
          {"\"reason\":\"inherit-flag\"", "\"reason\":\"flag-not-set\""},
          {"\"reason\":\"not-in-list\"", "\"reason\":\"handle-list\""},
          {"\"handleList\":[256]", "\"handleList\":256"},
          {"\"number\":2", "\"number\":0"},
          {"\"holders\":", "\"held\":"},
          {"\"faults\":[]", "\"faults\":\"none\""},
        }) {
      String bad = good.replace(change[0], change[1]);
      assertNotEquals(good, bad, change[0]);
      assertNotEquals(Set.of(), errors(bad), change[1]);
    }
  }
}
