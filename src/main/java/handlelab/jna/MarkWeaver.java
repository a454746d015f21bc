package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has something run at the begin of a method of the program, which a user has made a mark. */
final class MarkWeaver implements ClassFileTransformer {
  private static volatile Runnable action = () -> {};

  private final String className;
  private final String methodName;

  private MarkWeaver(String className, String methodName) {
    this.className = className;
    this.methodName = methodName;
  }

  /**
   * Sets the mark.
   *
   * @param mark a class and a method, with a dot between
   * @param atMark what to run
   */
  static void install(Instrumentation instrumentation, String mark, Runnable atMark)
      throws UnmodifiableClassException {
    action = atMark;
    int dot = mark.lastIndexOf('.');
    String name = mark.substring(0, dot);
    var weaver = new MarkWeaver(name.replace('.', '/'), mark.substring(dot + 1));
    instrumentation.addTransformer(weaver, true);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(name)) {
        instrumentation.retransformClasses(loaded);
      }
    }
  }

  /** What a marked method calls. */
  static MethodHandle hook() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(MarkWeaver.class, "reached", MethodType.methodType(void.class));
  }

  static void reached() {
    action.run();
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (!className.equals(name)) {
      return null;
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    // A site must name a method; this one is not called.
    Handle unused =
        new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Thread", "onSpinWait", "()V", false);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String type,
              String signature,
              String superName,
              String[] interfaces) {
            int withSites = NativeMethodWeaver.versionWithCallSites(version);
            super.visit(withSites, access, type, signature, superName, interfaces);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String method, String descriptor, String sign, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, method, descriptor, sign, exceptions);
            return !method.equals(methodName)
                ? next
                : new MethodVisitor(api, next) {
                  @Override
                  public void visitCode() {
                    super.visitCode();
                    super.visitInvokeDynamicInsn(
                        "mark", "()V", HookClass.LINK, SiteKind.MARK.name(), unused);
                  }
                };
          }
        },
        0);
    return writer.toByteArray();
  }
}
