package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes methods of one name in a class of the JDK: what they return goes through a call site,
 * together with the object and the arguments.
 */
final class ReturnWeaver implements ClassFileTransformer {
  private final String className;
  private final String methodName;
  private final SiteKind kind;

  private ReturnWeaver(String className, String methodName, SiteKind kind) {
    this.className = className.replace('.', '/');
    this.methodName = methodName;
    this.kind = kind;
  }

  /**
   * Changes the class when it is loaded, or now.
   *
   * @param methodName of methods of objects that return one
   * @param kind of the call sites
   */
  static void install(
      Instrumentation instrumentation, String className, String methodName, SiteKind kind)
      throws UnmodifiableClassException {
    instrumentation.addTransformer(new ReturnWeaver(className, methodName, kind), true);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(className)) {
        instrumentation.retransformClasses(loaded);
      }
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (loader != null || !className.equals(name)) {
      return null;
    }
    try {
      return weave(bytes);
    } catch (RuntimeException e) {
      Notices.print("cannot change " + className.replace('/', '.') + ": " + e);
      return null;
    }
  }

  private byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(methodName) ? atReturns(api, descriptor, next) : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  private MethodVisitor atReturns(int api, String descriptor, MethodVisitor next) {
    String result = Type.getReturnType(descriptor).getDescriptor();
    String siteType = "(" + result + "L" + className + ";" + descriptor.substring(1);
    int parameters = Type.getArgumentTypes(descriptor).length;
    // A site must name a method; this one is not called.
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
          for (int i = 0; i <= parameters; i++) {
            super.visitVarInsn(Opcodes.ALOAD, i);
          }
          super.visitInvokeDynamicInsn("returned", siteType, HookClass.LINK, kind.name(), unused);
        }
        super.visitInsn(opcode);
      }
    };
  }
}
