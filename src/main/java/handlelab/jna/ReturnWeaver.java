package handlelab.jna;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes methods of one name in a class of the JDK: what they return goes through a call site,
 * together with the object and the arguments.
 */
final class ReturnWeaver extends MethodWeaver {
  private final SiteKind kind;

  /**
   * @param methodName of methods of objects that return one
   * @param kind of the call sites
   */
  ReturnWeaver(String className, String methodName, SiteKind kind) {
    super(className, methodName);
    this.kind = kind;
  }

  @Override
  MethodVisitor changed(String descriptor, MethodVisitor next) {
    String result = Type.getReturnType(descriptor).getDescriptor();
    String siteType = "(" + result + "L" + internalName() + ";" + descriptor.substring(1);
    int parameters = Type.getArgumentTypes(descriptor).length;
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
          for (int i = 0; i <= parameters; i++) {
            super.visitVarInsn(Opcodes.ALOAD, i);
          }
          super.visitInvokeDynamicInsn("returned", siteType, HookClass.LINK, kind.name(), UNUSED);
        }
        super.visitInsn(opcode);
      }
    };
  }
}
