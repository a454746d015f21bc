package handlelab.cli;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.win32.StdCallLibrary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Knows nothing of handlelab. Leaks handles in each style that JNA has, or none. */
final class LeakingProgram {
  interface LongHandles extends StdCallLibrary {
    LongHandles INSTANCE = Native.load("kernel32", LongHandles.class);

    long CreateEventW(Pointer attributes, boolean manualReset, boolean initialState, Pointer name);
  }

  static final class Direct {
    static {
      Native.register("kernel32");
    }

    static native Pointer CreateEventW(Pointer attributes, int manual, int initial, Pointer name);
  }

  private LeakingProgram() {}

  /**
   * Does what the words say: leak, clean, close-twice, round, wait (for a line of standard input),
   * windows (leak if this system is called Windows), halt, exit-3.
   */
  public static void main(String[] words) throws IOException {
    for (String word : words) {
      switch (word) {
        case "leak" -> leak();
        case "windows" -> {
          if (System.getProperty("os.name").startsWith("Windows")) {
            leak();
          }
        }
        case "clean" -> clean();
        case "close-twice" -> closeTwice();
        case "round" -> roundEnds();
        case "wait" -> {
          System.out.println("ready");
          while (System.in.read() >= ' ') {}
        }
        case "halt" -> Runtime.getRuntime().halt(0);
        case "exit-3" -> System.exit(3);
        default -> throw new IllegalArgumentException(word);
      }
    }
  }

  private static HANDLE event() {
    return Kernel32.INSTANCE.CreateEvent(null, true, false, null);
  }

  private static void leak() {
    for (int i = 0; i < 4; i++) {
      event();
    }
    for (int i = 0; i < 3; i++) {
      LongHandles.INSTANCE.CreateEventW(null, true, false, null);
    }
    for (int i = 0; i < 5; i++) {
      Direct.CreateEventW(null, 1, 0, null);
    }
    Function raw = Function.getFunction("kernel32", "CreateEventW");
    for (int i = 0; i < 2; i++) {
      raw.invokePointer(new Object[] {null, true, false, null});
    }
  }

  /** Closes its handles in a shutdown hook, which takes its time, but for the one of this line. */
  private static void clean() {
    HANDLE single = Kernel32.INSTANCE.CreateEvent(null, true, false, "single-instance");
    List<HANDLE> pool = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pool.add(event());
      Kernel32.INSTANCE.CloseHandle(event());
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  while (System.nanoTime() % 300_000_000 > 1_000_000) {
                    Thread.onSpinWait();
                  }
                  pool.forEach(Kernel32.INSTANCE::CloseHandle);
                }));
    if (single == null) {
      throw new IllegalStateException("no event");
    }
  }

  /** A mark; does nothing. */
  private static void roundEnds() {}

  private static void closeTwice() {
    HANDLE event = event();
    Kernel32.INSTANCE.CloseHandle(event);
    Kernel32.INSTANCE.CloseHandle(event);
  }
}
