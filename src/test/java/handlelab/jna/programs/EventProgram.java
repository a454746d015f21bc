package handlelab.jna.programs;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.win32.StdCallLibrary;

/** Opens an event and closes it twice, in each style that JNA has. */
public final class EventProgram {
  private EventProgram() {}

  /** An interface of the program's own, with handles as numbers. */
  public interface LongHandles extends StdCallLibrary {
    LongHandles INSTANCE = Native.load("Kernel32.dll", LongHandles.class);

    long CreateEventW(Pointer attributes, boolean manualReset, boolean initialState, Pointer name);

    boolean CloseHandle(long handle) throws LastErrorException;
  }

  /** Native methods, one of which is not simulated. */
  static final class Direct {
    static {
      Native.register("kernel32");
    }

    static native Pointer CreateEventW(Pointer attributes, int manual, int initial, Pointer name);

    native boolean CloseHandle(Pointer handle);

    static native int GetTickCount();
  }

  /** Runs all. */
  public static void main(String[] arguments) {
    jnaPlatform();
    longHandles();
    directMapping();
    rawFunctions();
    otherLibraries();
  }

  private static void jnaPlatform() {
    HANDLE event = Kernel32.INSTANCE.CreateEvent(null, true, false, null);
    boolean first = Kernel32.INSTANCE.CloseHandle(event);
    boolean second = Kernel32.INSTANCE.CloseHandle(event);
    System.out.println("platform " + first + " " + second + " " + Native.getLastError());
    System.out.println("GetLastError " + Kernel32.INSTANCE.GetLastError());
  }

  private static void longHandles() {
    long event = LongHandles.INSTANCE.CreateEventW(null, true, false, null);
    boolean first = LongHandles.INSTANCE.CloseHandle(event);
    try {
      LongHandles.INSTANCE.CloseHandle(event);
    } catch (LastErrorException e) {
      System.out.println("long " + first + " " + e.getErrorCode());
    }
  }

  private static void directMapping() {
    Pointer event = Direct.CreateEventW(null, 1, 0, null);
    Direct direct = new Direct();
    boolean first = direct.CloseHandle(event);
    boolean second = direct.CloseHandle(event);
    System.out.println("direct " + first + " " + second + " " + Native.getLastError());
    try {
      System.out.println(Direct.GetTickCount());
    } catch (UnsatisfiedLinkError e) {
      System.out.println(e.getMessage());
    }
  }

  private static void rawFunctions() {
    Pointer event =
        Function.getFunction("kernel32", "CreateEventW", Function.ALT_CONVENTION)
            .invokePointer(new Object[] {null, true, false, null});
    Function close = Function.getFunction("kernel32", "CloseHandle");
    int first = close.invokeInt(new Object[] {event});
    int second = close.invokeInt(new Object[] {event});
    System.out.println("raw " + first + " " + second + " " + Native.getLastError());
    try {
      Function.getFunction("kernel32", "GetTickCount");
    } catch (UnsatisfiedLinkError e) {
      System.out.println(e.getMessage());
    }
  }

  /** Other libraries are as before. */
  private static void otherLibraries() {
    long length = Function.getFunction("c", "strlen").invokeLong(new Object[] {"four"});
    System.out.println("strlen " + length);
  }
}
