package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports as text and as JSON: each reason, each field that may be missing. */
class InheritanceFormsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Call CALL =
      new Call(
          2,
          2,
          "SetHandleInformation",
          NOON,
          "main",
          List.of(new StackTraceElement("a.B", "c", "B.java", 7)));
  private static final String SCHEMA = readSchema();

  private static String readSchema() {
    try (InputStream in = InheritanceJson.class.getResourceAsStream(InheritanceJson.SCHEMA)) {
      assertNotNull(in, "the schema is shipped");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HandleRow row(int processId, long handle, long address, String name) {
    return new HandleRow(
        processId, new Handle(handle), address, "File", name, 0x12_0089, true, false, 3);
  }

  private static InheritedRow came(InheritanceReason reason, long handle, Optional<Call> call) {
    HandleRow ofParent = row(1000, handle, 0x2400, "\\Device\\Mailslot\\a");
    return new InheritedRow(
        row(1004, handle, 0x2400, "\\Device\\Mailslot\\a"),
        Optional.of(ofParent),
        reason,
        "because of " + reason,
        call,
        reason == InheritanceReason.STANDARD_HANDLE,
        List.of(new InheritanceHolder(1000, new Handle(handle))),
        1);
  }

  /** A report with a row for each reason there is. */
  private static InheritanceReport report(Optional<InheritanceTerms> terms) {
    List<InheritedRow> child = new ArrayList<>();
    List<UninheritedRow> stayed = new ArrayList<>();
    long handle = 0x100;
    for (InheritanceReason reason : InheritanceReason.values()) {
      switch (reason) {
        case INHERIT_FLAG -> child.add(came(reason, handle, Optional.of(CALL)));
        case HANDLE_LIST, STANDARD_HANDLE, DUPLICATED, SHARED ->
            child.add(came(reason, handle, Optional.empty()));
        case START_UP, OWN ->
            child.add(
                new InheritedRow(
                    row(1004, handle, 0, null),
                    Optional.empty(),
                    reason,
                    "because of " + reason,
                    Optional.empty(),
                    false,
                    List.of(),
                    2));
        default ->
            stayed.add(
                new UninheritedRow(
                    row(1000, handle, 0, null), reason, "because of " + reason, Optional.of(CALL)));
      }
      handle += 4;
    }
    return new InheritanceReport(1000, 1004, terms, true, child, stayed);
  }

  private static final Optional<InheritanceTerms> LIST =
      Optional.of(
          new InheritanceTerms(true, List.of(new Handle(0x100)), List.of(new Handle(0x104))));

  private static String json(InheritanceReport report, Optional<List<String>> faults)
      throws IOException {
    StringWriter out = new StringWriter();
    InheritanceJson.write(report, new Origin("simulated", "a test"), NOON, faults, out);
    return out.toString();
  }

  private static Set<ValidationMessage> errors(String document) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(SCHEMA)
        .validate(document, InputFormat.JSON);
  }

  @Test
  void jsonIsOfItsForm() throws IOException {
    String document = json(report(LIST), Optional.of(List.of("missing: 0x200")));
    assertEquals(Set.of(), errors(document), document);
    assertTrue(document.startsWith("{\"form\":\"handlelab.inherited\",\"version\":1,"), document);
    assertTrue(document.contains("\"stack\":[\"a.B.c(B.java:7)\"]"), document);
    String little = json(report(Optional.empty()), Optional.empty());
    assertEquals(Set.of(), errors(little), little);
    assertTrue(little.contains("\"terms\":null") && little.contains("\"faults\":null"), little);
  }

  @Test
  void theSchemaRefusesWhatIsWrong() throws IOException {
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

  @Test
  void textHasALineForEachRow() throws IOException {
    StringWriter out = new StringWriter();
    InheritanceText.write(report(LIST), false, out);
    String text = out.toString();
    assertTrue(
        text.startsWith(
            """
            child 1004 of 1000, before its first instruction: inheritance on, handle list of 1

            5 handles from the parent:
            """),
        text);
    for (InheritanceReason reason : InheritanceReason.values()) {
      assertTrue(text.contains("because of " + reason), reason + " in " + text);
    }
    assertTrue(text.contains("  0x2400  \\Device\\Mailslot\\a  1000:0x100 +1  because"), text);
    assertTrue(text.contains("\n2 handles not from the parent, or nobody can tell:\n"), text);
    assertTrue(text.contains("\n6 handles of the parent that stayed behind:\n"), text);
  }

  @Test
  void briefTextCountsWhatStayed() throws IOException {
    StringWriter out = new StringWriter();
    InheritanceText.write(report(Optional.empty()), true, out);
    String text = out.toString();
    assertTrue(text.contains("how it was created is not known"), text);
    assertTrue(
        text.endsWith(
            """
              NUMBER  WHY
                   1  inherit flag not set
                   1  inherit flag set when the child was there already
                   1  not in the handle list
                   1  inheritance off
                   1  opened when the child was there already
                   1  nobody can tell
            """),
        text);
  }

  @Test
  void whatIsExpectedMayBeStandardOrNot() {
    InheritanceReport report = report(LIST);
    List<Handle> all = report.fromParent().map(row -> row.row().handle()).toList();
    assertEquals(List.of(), report.faults(all));
    Handle standard = new Handle(0x108);
    assertTrue(report.childRow(standard).orElseThrow().isStandardHandle());
    List<Handle> withoutStandard = all.stream().filter(handle -> !handle.equals(standard)).toList();
    assertEquals(List.of(), report.faults(withoutStandard));
    assertEquals(4, report.faults(List.of()).size());
    List<Handle> tooMany = new ArrayList<>(all);
    tooMany.add(new Handle(0x11c));
    tooMany.add(new Handle(0x999c));
    assertEquals(
        List.of(
            "missing: 0x11c File: because of FLAG_NOT_SET",
            "missing: 0x999c: the parent has no such handle"),
        report.faults(tooMany));
  }
}
