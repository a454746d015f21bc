package handlelab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A JSON schema that is shipped, and what documents are held to.
 *
 * @param text of the schema
 */
public record ShippedSchema(String text) {
  /** Reads the schema that a class has as a resource; it must be one of the draft of 2020. */
  public static ShippedSchema of(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      assertNotNull(in, "the schema is shipped");
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String meta = "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}";
      assertEquals(Set.of(), new ShippedSchema(meta).errors(text));
      return new ShippedSchema(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a document. */
  public Set<ValidationMessage> errors(String document) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(text)
        .validate(document, InputFormat.JSON);
  }

  public void assertValid(String document) {
    assertEquals(Set.of(), errors(document), document);
  }

  /** The schema refuses a good document with any of these changes: from what, to what. */
  public void assertRefuses(String good, String[][] changes) {
    for (String[] change : changes) {
      String bad = good.replace(change[0], change[1]);
      assertNotEquals(good, bad, change[0]);
      assertNotEquals(Set.of(), errors(bad), change[1]);
    }
  }
}
