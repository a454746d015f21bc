package handlelab.jna;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes a class with native methods, which JNA may map to a library later ({@code
 * Native.register}). Each native method gets {@link #PREFIX} before its name; a method of its old
 * name calls it through a call site that {@link CallLinker} links. JNI finds the native methods
 * because the prefix is {@linkplain java.lang.instrument.Instrumentation#setNativeMethodPrefix
 * set}.
 */
final class NativeMethodWeaver extends ClassVisitor {
  /** Before the names of native methods. */
  static final String PREFIX = "handlelab$";

  private String owner;

  private NativeMethodWeaver(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** The changed class, or null if it has no native method. */
  static byte[] weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    if (!hasNativeMethod(reader)) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new NativeMethodWeaver(writer), 0);
    return writer.toByteArray();
  }

  /** Reads the access flags of the methods only: this is asked for each class that is loaded. */
  private static boolean hasNativeMethod(ClassReader reader) {
    if ((reader.getAccess() & Opcodes.ACC_INTERFACE) != 0) {
      return false;
    }
    int afterInterfaces = reader.header + 8 + 2 * reader.readUnsignedShort(reader.header + 6);
    int methods = afterMembers(reader, afterInterfaces, false);
    return afterMembers(reader, methods, true) < 0;
  }

  /** The offset after some fields or methods; -1 at the first native one if {@code stops}. */
  private static int afterMembers(ClassReader reader, int offset, boolean stops) {
    int next = offset + 2;
    for (int count = reader.readUnsignedShort(offset); count > 0; count--) {
      if (stops && (reader.readUnsignedShort(next) & Opcodes.ACC_NATIVE) != 0) {
        return -1;
      }
      int attributes = reader.readUnsignedShort(next + 6);
      next += 8;
      for (; attributes > 0; attributes--) {
        next += 6 + reader.readInt(next + 2);
      }
    }
    return next;
  }

  /**
   * The version of a changed class.
   *
   * @throws IllegalStateException if the class is too old for call sites
   */
  static int versionWithCallSites(int version) {
    if ((version & 0xFFFF) < Opcodes.V1_6) {
      throw new IllegalStateException("its class file is older than Java 6");
    }
    return (version & 0xFFFF) < Opcodes.V1_7 ? Opcodes.V1_7 : version;
  }

  @Override
  public void visit(
      int version, int access, String name, String sign, String superName, String[] interfaces) {
    owner = name;
    super.visit(versionWithCallSites(version), access, name, sign, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if ((access & Opcodes.ACC_NATIVE) == 0) {
      return super.visitMethod(access, name, descriptor, signature, exceptions);
    }
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    writeCaller(access & ~Opcodes.ACC_NATIVE, name, descriptor, signature, exceptions);
    int hidden = Opcodes.ACC_NATIVE | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
    return super.visitMethod(
        hidden | (isStatic ? Opcodes.ACC_STATIC : 0),
        PREFIX + name,
        descriptor,
        signature,
        exceptions);
  }

  private void writeCaller(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
    method.visitCode();
    int local = 0;
    if (!isStatic) {
      method.visitVarInsn(Opcodes.ALOAD, local++);
    }
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
      local += parameter.getSize();
    }
    Handle original =
        new Handle(
            isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKESPECIAL,
            owner,
            PREFIX + name,
            descriptor,
            false);
    method.visitInvokeDynamicInsn(
        name,
        isStatic ? descriptor : "(L" + owner + ';' + descriptor.substring(1),
        HookClass.LINK,
        SiteKind.NATIVE.name(),
        original);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
