package handlelab.jna;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes methods of one name in a class of the JDK: they tell the watcher of the JDK that they
 * begin or return, with the object, the arguments and what they return.
 */
final class EventWeaver extends MethodWeaver {
  private final String parameters;
  private final boolean isStatic;
  private final boolean isAtEnd;
  private final String event;

  /**
   * @param parameters what the method's descriptor begins with
   * @param isAtEnd whether the event is the method's return; else its begin
   * @param event its name
   */
  EventWeaver(
      String className,
      String methodName,
      String parameters,
      boolean isStatic,
      boolean isAtEnd,
      String event) {
    super(className, methodName);
    this.parameters = parameters;
    this.isStatic = isStatic;
    this.isAtEnd = isAtEnd;
    this.event = event;
  }

  @Override
  MethodVisitor changed(String descriptor, MethodVisitor next) {
    if (!descriptor.startsWith(parameters)) {
      return next;
    }
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitCode() {
        super.visitCode();
        if (!isAtEnd) {
          writeEvent(this, descriptor, false);
        }
      }

      @Override
      public void visitInsn(int opcode) {
        if (isAtEnd && (opcode == Opcodes.RETURN || opcode == Opcodes.ARETURN)) {
          writeEvent(this, descriptor, opcode == Opcodes.ARETURN);
        }
        super.visitInsn(opcode);
      }
    };
  }

  /**
   * Writes the event with an array: the object, or null for a static method; the arguments, of
   * which truth values are left out; the result, or null.
   */
  private void writeEvent(MethodVisitor method, String descriptor, boolean hasResult) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    if (hasResult) {
      method.visitInsn(Opcodes.DUP);
    }
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
    method.visitLdcInsn(event);
    method.visitInsn(Opcodes.SWAP);
    HookClass.writeHappened(method);
  }

  private static void writeElement(MethodVisitor method, int index, Type type, int local) {
    if (type.getSort() != Type.OBJECT && type.getSort() != Type.INT) {
      return;
    }
    method.visitInsn(Opcodes.DUP);
    method.visitIntInsn(Opcodes.BIPUSH, index);
    method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
    if (type.getSort() == Type.INT) {
      String descriptor = "(I)Ljava/lang/Integer;";
      method.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", descriptor, false);
    }
    method.visitInsn(Opcodes.AASTORE);
  }
}
