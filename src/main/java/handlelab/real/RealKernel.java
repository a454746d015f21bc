package handlelab.real;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The door of this package: the kernel32 of the system that this JVM runs on.
 *
 * <p>Asking whether it is there loads no native code. The two views are made once, at first use;
 * all their methods may be called from any thread.
 */
public final class RealKernel {
  private RealKernel() {}

  /** Whether this is a 64-bit JVM on Windows, or on something that answers as Windows does. */
  public static boolean isAvailable() {
    return isWindows() && is64Bit();
  }

  /**
   * The real kernel32, called on behalf of this process.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false; the message names the
   *     simulated backend
   */
  public static Kernel32 kernel32() {
    requireAvailable();
    return Views.KERNEL32;
  }

  /**
   * The handle tables of all processes that this process may open.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false; the message names the
   *     simulated backend
   */
  public static HandleTables handleTables() {
    requireAvailable();
    return Views.HANDLE_TABLES;
  }

  /**
   * One line that says which system answers, such as {@code kernel32 of Windows 11 (10.0.22631)} or
   * {@code kernel32 of Wine 10.0}.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false
   */
  public static String description() {
    requireAvailable();
    return "kernel32 of " + RunningSystem.name();
  }

  /**
   * Which build of Windows answers, such as {@code 10.0.22631.4602}; under Wine, the one that it
   * claims to be.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false
   */
  public static String build() {
    requireAvailable();
    return RunningSystem.build();
  }

  /**
   * This process's command line as {@code GetCommandLineW} gives it: Unicode, while the arguments
   * of a Java {@code main} have gone through the ANSI code page.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false
   */
  public static String commandLine() {
    requireAvailable();
    return RunningSystem.commandLine();
  }

  /**
   * The standard handles of this process: input, output, error, without those that are not there
   * and without repetition.
   *
   * @throws UnsupportedOperationException if {@link #isAvailable()} is false
   */
  public static List<Handle> standardHandles() {
    requireAvailable();
    return IntStream.of(Win32.STD_INPUT_HANDLE, Win32.STD_OUTPUT_HANDLE, Win32.STD_ERROR_HANDLE)
        .mapToObj(slot -> new Handle(Kernel32Library.GetStdHandle(slot)))
        .filter(handle -> !handle.equals(Handle.NULL) && !handle.equals(Handle.INVALID))
        .distinct()
        .toList();
  }

  private static void requireAvailable() {
    if (!isAvailable()) {
      String here =
          isWindows() ? "a 32-bit JVM, and handles are 64-bit here" : System.getProperty("os.name");
      throw new UnsupportedOperationException(
          "the real kernel32 is there on Windows only, for 64-bit JVMs; this is "
              + here
              + ". Use the simulated backend: --backend simulated, or BackendKind.SIMULATED");
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  private static boolean is64Bit() {
    return System.getProperty("os.arch", "").contains("64");
  }

  /** Loads JNA, so it is touched on Windows only. */
  private static final class Views {
    static final Kernel32 KERNEL32 = new RealKernel32();
    static final HandleTables HANDLE_TABLES = new RealHandleTables();
  }
}
