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
 * <p>Each call that is answered or watched is a {@link handlelab.jna.NativeCall}, which tells the
 * {@linkplain handlelab.recorder recorder} of it, if there is one. Calls by {@code
 * java.lang.foreign} come there, too, by {@link handlelab.jna.ForeignLinker}. Of what the JDK opens
 * by itself, {@link handlelab.jna.JdkWatcher} tells the recorder.
 *
 * <p>There is no lock that is held during a call.
 */
package handlelab.jna;
