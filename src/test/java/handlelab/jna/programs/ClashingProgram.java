package handlelab.jna.programs;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;

/**
 * Opens sockets by JNA and the C library, whose {@code socket} has the name of a function of
 * Windows: two by an interface, three by a native method. Then it waits for the end of its input.
 */
public final class ClashingProgram {
  private static final int STREAM = 1;
  private static final int UNIX = 1;

  /** JNA takes the name {@code c} for the whole process. */
  private static final String LIBRARY = "libc.so.6";

  /** The C library. */
  public interface C extends Library {
    /** Opens a socket. */
    int socket(int domain, int type, int protocol);
  }

  static final class Direct {
    static {
      Native.register(LIBRARY);
    }

    static native int socket(int domain, int type, int protocol);
  }

  private ClashingProgram() {}

  /** Opens the sockets. */
  public static void main(String[] arguments) throws IOException {
    C c = Native.load(LIBRARY, C.class);
    for (int i = 0; i < 2; i++) {
      System.out.println(c.socket(UNIX, STREAM, 0) > 0);
    }
    for (int i = 0; i < 3; i++) {
      System.out.println(Direct.socket(UNIX, STREAM, 0) > 0);
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {}
  }
}
