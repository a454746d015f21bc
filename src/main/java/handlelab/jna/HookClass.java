package handlelab.jna;

import handlelab.recorder.LocalRecorder;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The one class that changed code names: {@code java.lang.$HandleLab}, which every class loader and
 * module can see. It hands the call sites of changed code, and what changed methods tell, to
 * functions of this package.
 */
final class HookClass {
  private static final String OWNER = LocalRecorder.HOOK.replace('.', '/');
  private static final String LINKER = "linker";
  private static final String LISTENER = "listener";
  private static final String LOOKUP = "lookup";
  private static final String BOOTSTRAP = "link";
  private static final String TOLD = "told";
  private static final MethodType BOOTSTRAP_TYPE =
      MethodType.methodType(
          CallSite.class,
          MethodHandles.Lookup.class,
          String.class,
          MethodType.class,
          Object[].class);
  private static final MethodType TOLD_TYPE =
      MethodType.methodType(Object.class, String.class, Object[].class);
  private static final MethodType LOOKUP_TYPE = MethodType.methodType(MethodHandles.Lookup.class);

  /** The bootstrap method of the call sites in changed code. */
  static final Handle LINK =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          OWNER,
          BOOTSTRAP,
          BOOTSTRAP_TYPE.toMethodDescriptorString(),
          false);

  private HookClass() {}

  /**
   * Writes a call of the listener. It is no call site: linking one loads classes, and so could not
   * be done where the JDK opens files.
   *
   * @param method has a name and an array on its stack, and gets an object there
   */
  static void writeTold(MethodVisitor method) {
    String descriptor = TOLD_TYPE.toMethodDescriptorString();
    method.visitMethodInsn(Opcodes.INVOKESTATIC, OWNER, TOLD, descriptor, false);
  }

  static boolean isDefined() {
    try {
      find();
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Class<?> find() throws ClassNotFoundException {
    return Class.forName(LocalRecorder.HOOK, false, null);
  }

  /** Makes something known to the classes of the program, by {@link LocalRecorder}. */
  static void offer(Function<Object, Object> recorder) throws ReflectiveOperationException {
    find().getField(LocalRecorder.FIELD).set(null, recorder);
  }

  /** A lookup of the JDK's own module, with all its rights. */
  static MethodHandles.Lookup jdkLookup() throws ReflectiveOperationException {
    Method lookup = find().getDeclaredMethod(LOOKUP);
    lookup.setAccessible(true);
    return (MethodHandles.Lookup) lookup.invoke(null);
  }

  /**
   * Defines the class.
   *
   * @param linker gets the lookup, name, type and static arguments of a call site, and returns it
   * @param listener gets what a changed method tells
   */
  static void define(
      Instrumentation instrumentation,
      Function<Object[], Object> linker,
      BiFunction<String, Object[], Object> listener)
      throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(HookClass.class.getModule())),
        Set.of(),
        Map.of());
    Class<?> hook =
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes());
    hook.getField(LINKER).set(null, linker);
    hook.getField(LISTENER).set(null, listener);
  }

  private static byte[] bytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, OWNER, null, "java/lang/Object", null);
    int shared = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    for (String field : new String[] {LINKER, LocalRecorder.FIELD, LISTENER}) {
      Class<?> type = field.equals(LISTENER) ? BiFunction.class : Function.class;
      writer.visitField(shared | Opcodes.ACC_VOLATILE, field, Type.getDescriptor(type), null, null);
    }
    writeLink(method(writer, shared | Opcodes.ACC_VARARGS, BOOTSTRAP, BOOTSTRAP_TYPE));
    writeListen(method(writer, shared, TOLD, TOLD_TYPE));
    MethodVisitor lookup =
        method(writer, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, LOOKUP, LOOKUP_TYPE);
    lookup.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Type.getInternalName(MethodHandles.class),
        "lookup",
        LOOKUP_TYPE.toMethodDescriptorString(),
        false);
    lookup.visitInsn(Opcodes.ARETURN);
    lookup.visitMaxs(0, 0);
    return writer.toByteArray();
  }

  private static MethodVisitor method(
      ClassWriter writer, int access, String name, MethodType type) {
    return writer.visitMethod(access, name, type.toMethodDescriptorString(), null, null);
  }

  private static void writeLink(MethodVisitor method) {
    method.visitFieldInsn(Opcodes.GETSTATIC, OWNER, LINKER, Type.getDescriptor(Function.class));
    method.visitInsn(Opcodes.ICONST_4);
    method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    for (int i = 0; i < 4; i++) {
      method.visitInsn(Opcodes.DUP);
      method.visitIntInsn(Opcodes.BIPUSH, i);
      method.visitVarInsn(Opcodes.ALOAD, i);
      method.visitInsn(Opcodes.AASTORE);
    }
    writeApply(method, Function.class, "(Ljava/lang/Object;)Ljava/lang/Object;");
    method.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(CallSite.class));
    method.visitInsn(Opcodes.ARETURN);
    method.visitMaxs(0, 0);
  }

  private static void writeListen(MethodVisitor method) {
    method.visitFieldInsn(Opcodes.GETSTATIC, OWNER, LISTENER, Type.getDescriptor(BiFunction.class));
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    writeApply(
        method, BiFunction.class, "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    method.visitInsn(Opcodes.ARETURN);
    method.visitMaxs(0, 0);
  }

  private static void writeApply(MethodVisitor method, Class<?> type, String descriptor) {
    method.visitMethodInsn(
        Opcodes.INVOKEINTERFACE, Type.getInternalName(type), "apply", descriptor, true);
  }
}
