package handlelab.real;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** What the system that this process runs on says of itself and of the process. */
final class RunningSystem {
  private RunningSystem() {}

  /** {@code Wine 10.0} where ntdll tells so, else what Java calls the system. */
  static String name() {
    try {
      // const char *wine_get_version(void): Windows has no such function.
      Function version = NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
      return "Wine " + version.invokeString(new Object[0], false);
    } catch (UnsatisfiedLinkError windows) {
      return System.getProperty("os.name") + " (" + System.getProperty("os.version") + ")";
    }
  }

  static String commandLine() {
    return new Pointer(Kernel32Library.GetCommandLineW()).getWideString(0);
  }
}
