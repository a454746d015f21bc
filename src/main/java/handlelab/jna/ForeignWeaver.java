package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.lang.invoke.MethodHandle;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes the JDK's linker of native functions: a handle that it has made, and what it was made
 * from, go to a call site, which returns the handle for the program.
 */
final class ForeignWeaver implements ClassFileTransformer {
  static final String LINKER = "jdk/internal/foreign/abi/AbstractLinker";

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (loader != null || !LINKER.equals(name)) {
      return null;
    }
    try {
      return weave(bytes);
    } catch (RuntimeException e) {
      Notices.print("calls by java.lang.foreign are not watched: " + e);
      return null;
    }
  }

  private static byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals("downcallHandle") ? atReturns(api, descriptor, next) : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static MethodVisitor atReturns(int api, String descriptor, MethodVisitor next) {
    Type[] parameters = Type.getArgumentTypes(descriptor);
    String handle = Type.getDescriptor(MethodHandle.class);
    String siteType = "(" + handle + descriptor.substring(1);
    // The type of what is returned if the site cannot be linked does not matter.
    Handle unused =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/util/Objects",
            "requireNonNull",
            "(Ljava/lang/Object;)Ljava/lang/Object;",
            false);
    return new MethodVisitor(api, next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
          for (int i = 0; i < parameters.length; i++) {
            super.visitVarInsn(Opcodes.ALOAD, i + 1);
          }
          super.visitInvokeDynamicInsn(
              "watch", siteType, HookClass.LINK, SiteKind.FOREIGN.name(), unused);
        }
        super.visitInsn(opcode);
      }
    };
  }
}
