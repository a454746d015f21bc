package handlelab.jna;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes the methods of one name in one class, of the JDK or of the program: they tell a listener
 * that they begin or return. The class is changed when it is loaded or, if it is already, now. One
 * that cannot be changed is left alone and named on standard error.
 */
final class MethodWeaver implements ClassFileTransformer {
  /** What is told of a method; any thread may call. */
  @FunctionalInterface
  interface Listener {
    /**
     * Tells that a method begins or returns.
     *
     * @param values the object, or null for a static method; the arguments, but null for those that
     *     are neither objects nor of type {@code int}; the result, or null
     * @return what the method is to return; of no effect if it begins, or returns no object
     */
    Object told(Object[] values);
  }

  /** By {@link #key}. */
  private static final Map<String, Listener> LISTENERS = new ConcurrentHashMap<>();

  private final String className;
  private final String methodName;
  private final String parameters;
  private final boolean isAtEnd;

  private MethodWeaver(
      String className, String methodName, String parameters, boolean isAtEnd, Listener listener) {
    this.className = className;
    this.methodName = methodName;
    this.parameters = parameters;
    this.isAtEnd = isAtEnd;
    LISTENERS.put(key(), listener);
  }

  /**
   * Has the begin of a method told.
   *
   * @param className with dots
   * @param parameters what the method's descriptor begins with
   */
  static MethodWeaver atBegin(
      String className, String methodName, String parameters, Listener listener) {
    return new MethodWeaver(className, methodName, parameters, false, listener);
  }

  /**
   * Has the return of a method told, unless it throws or returns a number.
   *
   * @param className with dots
   * @param parameters what the method's descriptor begins with
   */
  static MethodWeaver atEnd(
      String className, String methodName, String parameters, Listener listener) {
    return new MethodWeaver(className, methodName, parameters, true, listener);
  }

  /** What changed methods call by way of {@link HookClass}. */
  static Object told(String key, Object[] values) {
    return LISTENERS.get(key).told(values);
  }

  /** Two may change one method, such as a mark and what watches children. */
  private String key() {
    return className + '.' + methodName + parameters + (isAtEnd ? " ends" : " begins");
  }

  private String internalName() {
    return className.replace('.', '/');
  }

  /** Installs several, and changes the classes that are loaded already, each once. */
  static void install(Instrumentation instrumentation, List<MethodWeaver> weavers)
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
  public byte[] transform(
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
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(methodName) && descriptor.startsWith(parameters)
                ? changed((access & Opcodes.ACC_STATIC) != 0, descriptor, next)
                : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  private MethodVisitor changed(boolean isStatic, String descriptor, MethodVisitor next) {
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitCode() {
        super.visitCode();
        if (!isAtEnd) {
          writeCall(this, isStatic, descriptor, false);
        }
      }

      @Override
      public void visitInsn(int opcode) {
        if (isAtEnd && (opcode == Opcodes.RETURN || opcode == Opcodes.ARETURN)) {
          writeCall(this, isStatic, descriptor, opcode == Opcodes.ARETURN);
        }
        super.visitInsn(opcode);
      }
    };
  }

  /** Writes the call of the listener, which takes a result from the stack and leaves one there. */
  private void writeCall(
      MethodVisitor method, boolean isStatic, String descriptor, boolean hasResult) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    method.visitIntInsn(Opcodes.BIPUSH, arguments.length + 2);
    method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int local = 0;
    if (!isStatic) {
      writeElement(method, 0, Type.getObjectType(internalName()), local++);
    }
    for (int i = 0; i < arguments.length; i++) {
      writeElement(method, i + 1, arguments[i], local);
      local += arguments[i].getSize();
    }
    if (hasResult) {
      method.visitInsn(Opcodes.DUP_X1);
      method.visitInsn(Opcodes.SWAP);
      method.visitIntInsn(Opcodes.BIPUSH, arguments.length + 1);
      method.visitInsn(Opcodes.SWAP);
      method.visitInsn(Opcodes.AASTORE);
    }
    method.visitLdcInsn(key());
    method.visitInsn(Opcodes.SWAP);
    HookClass.writeTold(method);
    if (hasResult) {
      String type = Type.getReturnType(descriptor).getInternalName();
      method.visitTypeInsn(Opcodes.CHECKCAST, type);
    } else {
      method.visitInsn(Opcodes.POP);
    }
  }

  private static void writeElement(MethodVisitor method, int index, Type type, int local) {
    boolean isObject = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    if (!isObject && type.getSort() != Type.INT) {
      return;
    }
    method.visitInsn(Opcodes.DUP);
    method.visitIntInsn(Opcodes.BIPUSH, index);
    method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
    if (!isObject) {
      String descriptor = "(I)Ljava/lang/Integer;";
      method.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", descriptor, false);
    }
    method.visitInsn(Opcodes.AASTORE);
  }
}
