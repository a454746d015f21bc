package handlelab.jna;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has something run at the begin of a method of the program, which a user has made a mark. */
final class MarkWeaver extends MethodWeaver {
  private static volatile Runnable action = () -> {};

  private MarkWeaver(String className, String methodName) {
    super(className, methodName);
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
    new MarkWeaver(mark.substring(0, dot), mark.substring(dot + 1)).install(instrumentation);
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
  MethodVisitor changed(String descriptor, MethodVisitor next) {
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitCode() {
        super.visitCode();
        super.visitInvokeDynamicInsn("mark", "()V", HookClass.LINK, SiteKind.MARK.name(), UNUSED);
      }
    };
  }
}
