package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class MethodWeaverTest {
  private final MethodWeaver weaver = MethodWeaver.atBegin("p.Named", "open", "(", values -> null);

  @Test
  void class_ofTheName_isChanged() {
    assertNotNull(weaver.transform(null, "p/Named", null, null, named(Opcodes.V17)));
  }

  @Test
  void class_ofAnotherName_isLeftAlone() {
    assertNull(weaver.transform(null, "p/Other", null, null, named(Opcodes.V17)));
  }

  @Test
  void class_ofAJavaThatIsTooNew_isLeftAloneAndNamed() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertNull(weaver.transform(null, "p/Named", null, null, named(99)));
    } finally {
      System.setErr(before);
    }
    assertEquals(
        "handlelab: cannot change p.Named: Unsupported class file major version 99",
        printed.toString(StandardCharsets.UTF_8).strip());
  }

  private static byte[] named(int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(version, Opcodes.ACC_PUBLIC, "p/Named", null, "java/lang/Object", null);
    writer.visitEnd();
    return writer.toByteArray();
  }
}
