package example;

import com.sun.jna.Function;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.ptr.IntByReference;

/** The inheritance flag of a handle, by single functions. */
public final class Inheritance {
  private static final int HANDLE_FLAG_INHERIT = 1;
  private static final Function GET = function("GetHandleInformation");
  private static final Function SET = function("SetHandleInformation");

  private Inheritance() {}

  private static Function function(String name) {
    return Function.getFunction("kernel32", name, Function.ALT_CONVENTION);
  }

  public static boolean isOn(HANDLE handle) {
    IntByReference flags = new IntByReference();
    GET.invokeInt(new Object[] {handle, flags});
    return (flags.getValue() & HANDLE_FLAG_INHERIT) != 0;
  }

  public static void set(HANDLE handle, boolean isOn) {
    SET.invokeInt(new Object[] {handle, HANDLE_FLAG_INHERIT, isOn ? HANDLE_FLAG_INHERIT : 0});
  }
}
