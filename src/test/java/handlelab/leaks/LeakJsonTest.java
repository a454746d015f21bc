package handlelab.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import handlelab.recorder.Calls;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeakJsonTest {
  private final WatchedProgram program = new WatchedProgram();

  private static JsonSchema schema() throws IOException {
    try (InputStream in = LeakJson.class.getResourceAsStream(LeakJson.SCHEMA)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private String json() throws IOException {
    StringWriter out = new StringWriter();
    LeakJson.write(program.look(), out);
    return out.toString();
  }

  @Test
  void report_isAsTheSchemaSays() throws IOException {
    for (int i = 1; i <= 3; i++) {
      program.open(4L * i);
    }
    program.close(4);
    program.calls.closeInVain(4);
    program.calls.close(4); // succeeds: other code has got the value
    program.calls.closeInVain(0x200);
    program.calls.createInheritableEvent(0x20);
    program.row(program.processId(), 0x20, "Event", "\\BaseNamedObjects\\x");
    program.calls.createProcess("child.exe", 1, 4, Calls.memory(112));
    program.openUnseen(0x300, "File");
    program.calls.openByJdk("Socket", 0x304, "127.0.0.1:80");
    String json = json();
    assertEquals(Set.of(), schema().validate(json, InputFormat.JSON), json);
    assertTrue(json.contains("\"open\":2"), json);
    assertEquals(1, json.lines().count());
    String wrong = json.replace("\"open\":2", "\"open\":\"2\"");
    assertNotEquals(Set.of(), schema().validate(wrong, InputFormat.JSON));
  }
}
