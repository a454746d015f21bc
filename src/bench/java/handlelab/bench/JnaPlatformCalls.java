package handlelab.bench;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;

/** The same messages the way that jna-platform offers: interface mapping and its types. */
final class JnaPlatformCalls {
  private static final String SLOT = "\\\\.\\mailslot\\bench-jna";

  /** What jna-platform leaves to its users. */
  interface Mailslots extends StdCallLibrary {
    Mailslots INSTANCE = Native.load("kernel32", Mailslots.class, W32APIOptions.DEFAULT_OPTIONS);

    HANDLE CreateMailslot(
        String name, int maxBytes, int timeoutMillis, WinBase.SECURITY_ATTRIBUTES attributes);
  }

  private JnaPlatformCalls() {}

  public static void main(String[] arguments) throws Exception {
    Kernel32 kernel32 = Kernel32.INSTANCE;
    HANDLE slot = Mailslots.INSTANCE.CreateMailslot(SLOT, 0, 0, null);
    HANDLE client =
        kernel32.CreateFile(
            SLOT, WinNT.GENERIC_WRITE, WinNT.FILE_SHARE_READ, null, WinNT.OPEN_EXISTING, 0, null);
    IntByReference done = new IntByReference();
    byte[] message = new byte[64];
    Timing.measure(
        "message",
        times -> {
          for (int i = 0; i < times; i++) {
            require(kernel32.WriteFile(client, message, message.length, done, null));
            require(kernel32.ReadFile(slot, message, message.length, done, null));
          }
        });
  }

  private static void require(boolean succeeded) {
    if (!succeeded) {
      throw new AssertionError("error " + Native.getLastError());
    }
  }
}
