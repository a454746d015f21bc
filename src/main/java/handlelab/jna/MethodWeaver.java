package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Changes the methods of one name in one class, when the class is loaded or, if it is already, now.
 * A class that cannot be changed is left alone and named on standard error.
 */
abstract class MethodWeaver implements ClassFileTransformer {
  /** A call site must name a method; this one is not called. */
  static final Handle UNUSED =
      new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Thread", "onSpinWait", "()V", false);

  private final String className;
  private final String methodName;

  /**
   * @param className with dots
   */
  MethodWeaver(String className, String methodName) {
    this.className = className;
    this.methodName = methodName;
  }

  /** The name of the class, with slashes. */
  final String internalName() {
    return className.replace('.', '/');
  }

  /** What changes a method on its way to {@code next}. */
  abstract MethodVisitor changed(String descriptor, MethodVisitor next);

  final void install(Instrumentation instrumentation) throws UnmodifiableClassException {
    installAll(instrumentation, List.of(this));
  }

  /** Installs several, and changes the classes that are loaded already, each once. */
  static void installAll(Instrumentation instrumentation, List<? extends MethodWeaver> weavers)
      throws UnmodifiableClassException {
    Set<String> names = new HashSet<>();
    for (MethodWeaver weaver : weavers) {
      names.add(weaver.className);
      instrumentation.addTransformer(weaver, true);
    }
    Class<?>[] loaded =
        Arrays.stream(instrumentation.getAllLoadedClasses())
            .filter(each -> names.contains(each.getName()))
            .toArray(Class<?>[]::new);
    if (loaded.length > 0) {
      instrumentation.retransformClasses(loaded);
    }
  }

  @Override
  public final byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (!internalName().equals(name)) {
      return null;
    }
    try {
      return weave(bytes);
    } catch (RuntimeException e) {
      Notices.print("cannot change " + className + ": " + e.getMessage());
      return null;
    }
  }

  private byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version, int access, String name, String sign, String parent, String[] types) {
            int withSites = NativeMethodWeaver.versionWithCallSites(version);
            super.visit(withSites, access, name, sign, parent, types);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(methodName) ? changed(descriptor, next) : next;
          }
        },
        0);
    return writer.toByteArray();
  }
}
