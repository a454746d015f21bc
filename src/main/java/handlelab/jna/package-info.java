/**
 * A Java agent for programs that call kernel32 through JNA and know nothing of handlelab. It lets
 * the simulated kernel answer their calls, or watches calls that the system answers.
 *
 * <p>In the program's JVM there are three places:
 *
 * <ul>
 *   <li>{@link handlelab.jna.Agent}, which the JVM loads with the program's classes;
 *   <li>{@code java.lang.$HandleLab} ({@link handlelab.jna.HookClass}), which changed code calls;
 *   <li>a class loader of its own for the rest of this package and of handlelab. The program does
 *       not see it, and no JNA of handlelab is loaded.
 * </ul>
 *
 * <p>{@link handlelab.jna.WovenClasses} changes classes when they are loaded: the few calls in JNA
 * that open a library, look up a function and call it, and native methods of the program, which
 * {@code Native.register} may map. {@link handlelab.jna.CallLinker} decides once for each place
 * what it calls from then on. So interfaces of any kind, raw {@code Function} calls and native
 * methods take one way: {@link handlelab.jna.InvokeSite}, below all of JNA's conversions. A {@code
 * HANDLE}, {@code Pointer}, {@code long} or {@code int} is a number there, and a {@code Structure}
 * or {@code ...ByReference} an address, as in C.
 *
 * <p>To watch calls, implement {@link handlelab.jna.CallWatcher} and set it by {@link
 * handlelab.jna.Interception#watch}. It gets each call as a {@link handlelab.jna.NativeCall}: the
 * function's exported name, the arguments as {@link handlelab.jna.NativeArguments}, then result,
 * last error and what was thrown. Where else native functions are called, such as by {@code
 * java.lang.foreign}, make a {@code NativeCall} and give it to {@link
 * handlelab.jna.Interception#make}.
 *
 * <p>There is no lock that is held during a call.
 */
package handlelab.jna;
