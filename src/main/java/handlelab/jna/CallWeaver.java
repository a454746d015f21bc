package handlelab.jna;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Changes a class of JNA: its calls of some methods become call sites that {@link CallLinker}
 * links, with the called method as an argument. Only the bodies of methods change, so that a class
 * can be changed that is loaded already.
 */
final class CallWeaver extends ClassVisitor {
  /** What JNA reads instead of os.name, if that was changed. */
  static final String REAL_OS_NAME = "handlelab.os.name";

  private final String packageName;
  private int count;

  /**
   * @param packageName of the JNA, with a slash at its end
   */
  private CallWeaver(ClassVisitor next, String packageName) {
    super(Opcodes.ASM9, next);
    this.packageName = packageName;
  }

  /**
   * The changed class.
   *
   * @param name of the class, with slashes
   * @throws IllegalStateException if it has no call to change: this JNA is made otherwise
   */
  static byte[] weave(String name, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    CallWeaver weaver = new CallWeaver(writer, name.substring(0, name.lastIndexOf('/') + 1));
    reader.accept(weaver, 0);
    if (weaver.count == 0) {
      throw new IllegalStateException("it has none of the calls that are looked for");
    }
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String name, String sign, String superName, String[] interfaces) {
    super.visit(
        NativeMethodWeaver.versionWithCallSites(version),
        access,
        name,
        sign,
        superName,
        interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(
        api, super.visitMethod(access, name, descriptor, signature, exceptions)) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        SiteKind kind = kindOf(owner, called, type);
        if (kind == null) {
          super.visitMethodInsn(opcode, owner, called, type, isInterface);
          return;
        }
        count++;
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        Handle original =
            new Handle(
                isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKEVIRTUAL,
                owner,
                called,
                type,
                isInterface);
        String siteType = isStatic ? type : "(L" + owner + ';' + type.substring(1);
        super.visitInvokeDynamicInsn(called, siteType, HookClass.LINK, kind.name(), original);
      }

      @Override
      public void visitLdcInsn(Object value) {
        boolean isOsName = "os.name".equals(value);
        count += isOsName ? 1 : 0;
        super.visitLdcInsn(isOsName ? REAL_OS_NAME : value);
      }
    };
  }

  private SiteKind kindOf(String owner, String called, String type) {
    if (!owner.startsWith(packageName)) {
      return null;
    }
    return switch (owner.substring(packageName.length()) + '.' + called) {
      case "Native.open" -> type.equals("(Ljava/lang/String;I)J") ? SiteKind.OPEN : null;
      case "NativeLibrary.getSymbolAddress" -> SiteKind.SYMBOL;
      case "NativeLibrary.getFunction" ->
          type.startsWith("(Ljava/lang/String;Ljava/lang/reflect/Method;)")
              ? SiteKind.REGISTER
              : null;
      default ->
          owner.endsWith("/Native")
                  && called.startsWith("invoke")
                  && type.startsWith("(L" + packageName + "Function;JI[Ljava/lang/Object;")
              ? SiteKind.INVOKE
              : null;
    };
  }
}
