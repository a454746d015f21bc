package handlelab.jna;

import handlelab.recorder.LocalRecorder;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The one class that changed code names: {@code java.lang.$HandleLab}, which every class loader and
 * module can see. Its bootstrap method hands the call sites of changed code to a function.
 */
final class HookClass {
  private static final String NAME = LocalRecorder.HOOK.replace('.', '/');
  private static final String BOOTSTRAP = "link";
  private static final String LINKER = "linker";
  private static final String WATCHER = "watcher";
  private static final String BOOTSTRAP_DESCRIPTOR =
      MethodType.methodType(
              CallSite.class,
              MethodHandles.Lookup.class,
              String.class,
              MethodType.class,
              Object[].class)
          .toMethodDescriptorString();

  /** The bootstrap method of the call sites in changed code. */
  static final Handle LINK =
      new Handle(Opcodes.H_INVOKESTATIC, NAME, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR, false);

  private static final String HAPPENED = "happened";
  private static final String HAPPENED_DESCRIPTOR = "(Ljava/lang/String;[Ljava/lang/Object;)V";

  private HookClass() {}

  /**
   * Writes a call of the watcher of the JDK. It is no call site: linking one loads classes, and so
   * could not be done where the JDK opens files.
   *
   * @param method has an event's name and an array on its stack
   */
  static void writeHappened(MethodVisitor method) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, HAPPENED, HAPPENED_DESCRIPTOR, false);
  }

  /**
   * Sets what {@link #writeHappened} calls. To be set before a class of the JDK is changed.
   *
   * @param watcher gets the event's name and its values
   */
  static void watch(BiConsumer<String, Object[]> watcher) throws ReflectiveOperationException {
    find().getField(WATCHER).set(null, watcher);
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

  /**
   * Defines the class.
   *
   * @param linker gets the lookup, name, type and static arguments of a call site, and returns it
   */
  static void define(Instrumentation instrumentation, Function<Object[], Object> linker)
      throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(HookClass.class.getModule())),
        Set.of(),
        Map.of());
    MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
        .defineClass(bytes())
        .getField(LINKER)
        .set(null, linker);
  }

  private static byte[] bytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, NAME, null, "java/lang/Object", null);
    String function = Type.getDescriptor(Function.class);
    int shared = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    writer.visitField(shared | Opcodes.ACC_VOLATILE, LINKER, function, null, null);
    writer.visitField(shared | Opcodes.ACC_VOLATILE, LocalRecorder.FIELD, function, null, null);
    writeWatcher(writer, shared);
    MethodVisitor method =
        writer.visitMethod(
            shared | Opcodes.ACC_VARARGS, BOOTSTRAP, BOOTSTRAP_DESCRIPTOR, null, null);
    method.visitFieldInsn(Opcodes.GETSTATIC, NAME, LINKER, function);
    method.visitInsn(Opcodes.ICONST_4);
    method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    for (int i = 0; i < 4; i++) {
      method.visitInsn(Opcodes.DUP);
      method.visitIntInsn(Opcodes.BIPUSH, i);
      method.visitVarInsn(Opcodes.ALOAD, i);
      method.visitInsn(Opcodes.AASTORE);
    }
    method.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        Type.getInternalName(Function.class),
        "apply",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        true);
    method.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(CallSite.class));
    method.visitInsn(Opcodes.ARETURN);
    method.visitMaxs(0, 0);
    return writer.toByteArray();
  }

  private static void writeWatcher(ClassWriter writer, int access) {
    String consumer = Type.getDescriptor(BiConsumer.class);
    writer.visitField(access | Opcodes.ACC_VOLATILE, WATCHER, consumer, null, null);
    MethodVisitor method = writer.visitMethod(access, HAPPENED, HAPPENED_DESCRIPTOR, null, null);
    method.visitFieldInsn(Opcodes.GETSTATIC, NAME, WATCHER, consumer);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        Type.getInternalName(BiConsumer.class),
        "accept",
        "(Ljava/lang/Object;Ljava/lang/Object;)V",
        true);
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
  }
}
