package handlelab.inspect;

import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.ValidationMessage;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Exception;
import handlelab.docs.ShippedSchema;
import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every form is what the shipped schema says, and the schema does say something. */
class HandleJsonTest {
  static final ShippedSchema SCHEMA = ShippedSchema.of(HandleJson.class, HandleJson.SCHEMA);
  private static final ProcessTable DENIED =
      ProcessTable.unreadable(ProcessDetails.ofId(4), new Win32Exception("OpenProcess", 5));
  private static final HandleRow A =
      row(8, 0x100, 0xFFFF_8000_0000_2400L, "a \"q\" \u2192", true, 2);
  private static final HandleRow B =
      new HandleRow(8, new Handle(0x104), 0, "?", null, 0x8000_0001, false, true, 0);
  private static final HandleRow A_ELSEWHERE =
      row(12, 0x100, 0xFFFF_8000_0000_2400L, "a \"q\" \u2192", true, 2);

  private static final TableSnapshot LOOK =
      whole(DENIED, table(8, A, B), table(12, A_ELSEWHERE), table(16));

  private static Set<ValidationMessage> lineErrors(String line) {
    // The same schema, with the description of a line in the place of the documents'.
    String all = SCHEMA.text();
    int documents = all.indexOf("\"oneOf\"");
    int definitions = all.indexOf("\"$defs\"");
    String schema =
        all.substring(0, documents).replace("\"required\": [\"form\", \"version\"],", "")
            + "\"$ref\": \"#/$defs/line\", "
            + all.substring(definitions);
    return new ShippedSchema(schema).errors(line);
  }

  @Test
  void handlesAreOfTheirForm() throws IOException {
    StringWriter text = new StringWriter();
    HandleJson.writeHandles(LOOK, ObjectLabels.addressesOnly(), text);
    SCHEMA.assertValid(text.toString());
    assertTrue(text.toString().startsWith("{\"form\":\"handlelab.handles\",\"version\":1,"));
    assertTrue(text.toString().contains("\"object\":\"0xffff800000002400\""), text.toString());
  }

  @Test
  void objectsAreOfTheirForm() throws IOException {
    StringWriter text = new StringWriter();
    List<SharedObject> objects =
        List.of(
            new SharedObject("#1", "File", "a", "client end", 2, List.of(A, A_ELSEWHERE)),
            new SharedObject(null, "?", null, null, 0, List.of(B)));
    HandleJson.writeObjects(LOOK, objects, text);
    SCHEMA.assertValid(text.toString());
  }

  @Test
  void countsAreOfTheirForm() throws IOException {
    StringWriter text = new StringWriter();
    HandleJson.writeCounts(LOOK.filtered(new RowFilter("File", "A", true)), text);
    SCHEMA.assertValid(text.toString());
    assertTrue(text.toString().contains("\"rows\":2,"), text.toString());
  }

  @Test
  void differencesAreOfTheirForm() throws IOException {
    TableSnapshot after =
        whole(
            DENIED,
            table(8, row(8, 0x100, A.objectAddress(), A.objectName())),
            table(20, row(20, 4, 1, null)));
    StringWriter text = new StringWriter();
    HandleJson.writeDifference(LOOK, after, TableDifference.between(LOOK, after), text);
    SCHEMA.assertValid(text.toString());
    for (String list : List.of("opened", "closed", "changed", "startedProcesses", "notCompared")) {
      assertNotEquals(-1, text.toString().indexOf("\"" + list + "\":["), list);
      assertEquals(-1, text.toString().indexOf("\"" + list + "\":[]"), list + " is tested empty");
    }
  }

  @Test
  void linesAreOfTheirForm() throws IOException {
    StringWriter text = new StringWriter();
    JsonLines lines = new JsonLines(text);
    lines.head(LOOK);
    lines.rows(LOOK, ObjectLabels.addressesOnly());
    lines.objects(
        List.of(new SharedObject("#1", "File", "a", "client end", 2, List.of(A, A_ELSEWHERE))));
    lines.counts(TypeCount.of(LOOK));
    TableSnapshot after =
        whole(
            table(8, row(8, 0x100, A.objectAddress(), A.objectName())),
            table(20, row(20, 4, 1, null)));
    lines.difference(Tables.NOON, TableDifference.between(LOOK, after));
    lines.processEnded(Tables.NOON, 8);
    List<String> all = text.toString().lines().toList();
    for (String line : all) {
      assertEquals(Set.of(), lineErrors(line), line);
    }
    for (String kind :
        List.of(
            "look",
            "row",
            "unreadable",
            "object",
            "count",
            "opened",
            "closed",
            "changed",
            "processStarted",
            "processEnded")) {
      assertTrue(
          all.stream().anyMatch(line -> line.startsWith("{\"line\":\"" + kind + "\"")), kind);
    }
  }

  @Test
  void theSchemaRefusesWhatIsWrong() throws IOException {
    StringWriter text = new StringWriter();
    HandleJson.writeHandles(LOOK, ObjectLabels.addressesOnly(), text);
    SCHEMA.assertRefuses(
        text.toString(),
        new String[][] {
          {"\"version\":1", "\"version\":2"},
          {"\"handle\":256", "\"handle\":\"0x100\""},
          {"\"usageCount\":2", "\"usageCount\":-1"},
          {"\"inheritable\":true", "\"inheritable\":1"},
          {"\"object\":\"0xffff", "\"object\":\"ffff"},
          {"\"rows\":[", "\"lines\":["},
          {"handlelab.handles", "handlelab.objects"},
          {"\"backend\":\"simulated\"", "\"backend\":\"other\""},
        });
    assertNotEquals(Set.of(), lineErrors("{\"line\":\"nothing\"}"));
  }

  @Test
  void aLookAtALivingKernelIsOfItsForm() throws IOException {
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      Kernel32 one = kernel.startProcess("one.exe");
      Kernel32 two = kernel.startProcess("two.exe");
      Handle slot =
          one.createMailslot("\\\\.\\mailslot\\json", 0, 0, SecurityAttributes.INHERITABLE);
      Handle other = two.openProcess(0x1F_FFFF, true, one.getCurrentProcessId());
      two.duplicateHandle(other, slot, two.getCurrentProcess(), 0, false, 2);
      TableInspector inspector = Tables.inspector(kernel.handleTables(), two);
      TableSnapshot look = inspector.snapshotOfAll();
      StringWriter handles = new StringWriter();
      HandleJson.writeHandles(look, inspector.labels(look), handles);
      SCHEMA.assertValid(handles.toString());
      StringWriter objects = new StringWriter();
      HandleJson.writeObjects(look, inspector.objects(look, row -> true), objects);
      SCHEMA.assertValid(objects.toString());
    }
  }
}
