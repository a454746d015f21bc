package handlelab.jna.programs;

import com.sun.jna.Function;

/** Opens two sockets by the C library, which it takes for a function without result. */
public final class SocketProgram {
  private static final int STREAM = 1;
  private static final int UNIX = 1;

  private SocketProgram() {}

  /** Waits for the end of its input. */
  public static void main(String[] arguments) throws Exception {
    Function socket = Function.getFunction("c", "socket");
    for (int i = 0; i < 2; i++) {
      socket.invokeVoid(new Object[] {UNIX, STREAM, 0});
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {}
  }
}
