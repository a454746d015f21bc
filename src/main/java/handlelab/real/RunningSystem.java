package handlelab.real;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;

/** What the system that this process runs on says of itself and of the process. */
final class RunningSystem {
  private static final int OSVERSIONINFOW_BYTES = 276;
  private static final Pointer HKEY_LOCAL_MACHINE = new Pointer((int) 0x8000_0002L);
  private static final int RRF_RT_REG_DWORD = 0x10;

  private RunningSystem() {}

  /**
   * {@code Wine 10.0} if ntdll says so, else the name that Java gives to the system, with its
   * build: {@code Windows 11 (10.0.22631)}. The version alone is the same for all of them.
   */
  static String name() {
    try {
      // const char *wine_get_version(void): Windows has no such function.
      Function version = NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
      return "Wine " + version.invokeString(new Object[0], false);
    } catch (UnsatisfiedLinkError windows) {
      return System.getProperty("os.name") + " (" + version() + ")";
    }
  }

  /**
   * The version with its build, and with its revision if the registry has one: {@code
   * 10.0.22631.4602}. {@code GetVersionExW} would report an older Windows to a program without a
   * manifest.
   */
  static String build() {
    Integer revision = revision();
    return revision == null ? version() : version() + "." + revision;
  }

  /** The version with its build. */
  private static String version() {
    // NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW lpVersionInformation)
    try (Memory info = new Memory(OSVERSIONINFOW_BYTES)) {
      info.clear();
      info.setInt(0, OSVERSIONINFOW_BYTES);
      int status =
          NativeLibrary.getInstance("ntdll")
              .getFunction("RtlGetVersion")
              .invokeInt(new Object[] {info});
      if (status != NtdllLibrary.STATUS_SUCCESS) {
        throw new IllegalStateException("RtlGetVersion failed: " + Integer.toHexString(status));
      }
      return info.getInt(4) + "." + info.getInt(8) + "." + info.getInt(12);
    }
  }

  /** The update build revision, or null if the registry has none. */
  private static Integer revision() {
    // LSTATUS RegGetValueW(HKEY hkey, LPCWSTR lpSubKey, LPCWSTR lpValue, DWORD dwFlags,
    // LPDWORD pdwType, PVOID pvData, LPDWORD pcbData)
    IntByReference value = new IntByReference();
    int error =
        NativeLibrary.getInstance("advapi32")
            .getFunction("RegGetValueW")
            .invokeInt(
                new Object[] {
                  HKEY_LOCAL_MACHINE,
                  new WString("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"),
                  new WString("UBR"),
                  RRF_RT_REG_DWORD,
                  null,
                  value,
                  new IntByReference(Integer.BYTES)
                });
    return error == 0 ? value.getValue() : null;
  }

  static String commandLine() {
    return new Pointer(Kernel32Library.GetCommandLineW()).getWideString(0);
  }
}
