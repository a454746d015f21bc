package handlelab.jna;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Has the calls watched that a program makes by {@code java.lang.foreign}: a handle of a function
 * of interest, which is known by its address, is given a caller. Thread-safe.
 */
final class ForeignLinker {
  private static final int FIRST_JAVA = 21;
  private static final String LINKER = "jdk.internal.foreign.abi.AbstractLinker";

  // Guarded by the class; made when the first handle is.
  private static ForeignMemory memory;
  private static Map<Long, String> functions;

  private ForeignLinker() {}

  /**
   * Installs the hook, if there is a watcher and a {@code java.lang.foreign}. Only watching is
   * possible, not answering.
   */
  static void install(Instrumentation instrumentation, AgentOptions options)
      throws UnmodifiableClassException {
    String named = options.others().get("foreign-libraries");
    if (named != null) {
      SystemLibraries.replace(List.of(named.split(";", -1)));
    }
    if (Runtime.version().feature() < FIRST_JAVA || NativeCall.watched().isEmpty()) {
      return;
    }
    MethodWeaver.install(
        instrumentation,
        List.of(MethodWeaver.atEnd(LINKER, "downcallHandle", "(", ForeignLinker::watch)));
  }

  /**
   * The handle for the program.
   *
   * @param made the linker; the function's address, unless the handle takes it; the descriptor; the
   *     options; the JDK's handle
   */
  private static Object watch(Object[] made) {
    MethodHandle downcall = (MethodHandle) made[made.length - 1];
    try {
      boolean takesAddress = made.length == 4;
      Object[] options = (Object[]) made[made.length - 2];
      boolean hasState =
          Arrays.stream(options)
              .anyMatch(option -> option.getClass().getSimpleName().equals("CaptureCallState"));
      ForeignMemory foreign = prepare();
      String function = takesAddress ? null : functions.get(foreign.address(made[1]));
      return !takesAddress && function == null
          ? downcall
          : ForeignCall.watched(foreign, functions, function, hasState, downcall);
    } catch (Throwable e) {
      Notices.print("a call by java.lang.foreign is not watched: " + e);
      return downcall;
    }
  }

  private static synchronized ForeignMemory prepare() throws Throwable {
    if (memory == null) {
      ForeignMemory made = new ForeignMemory(HookClass.jdkLookup());
      functions = made.functions(SystemLibraries.names(), NativeCall.watched());
      memory = made;
    }
    return memory;
  }
}
