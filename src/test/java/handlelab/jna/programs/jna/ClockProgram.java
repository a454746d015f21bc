package handlelab.jna.programs.jna;

import com.sun.jna.platform.win32.Kernel32;

/** In a package with JNA's name, as programs have for their bindings. */
public final class ClockProgram {
  private ClockProgram() {}

  /** Prints why there is no clock. */
  public static void main(String[] arguments) {
    try {
      Kernel32.INSTANCE.GetTickCount();
    } catch (UnsatisfiedLinkError e) {
      System.out.println(e.getMessage());
    }
  }
}
