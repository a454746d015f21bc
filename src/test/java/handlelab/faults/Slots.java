package handlelab.faults;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.Random;

/** Mailslots as the stories use them, with messages that show whether they are whole. Stateless. */
public final class Slots {
  static final int SELF_OPTIONS = Win32.DUPLICATE_SAME_ACCESS;

  private static final int HEADER_BYTES = 8;
  private static final int MAX_BYTES = 1 << 20;

  private Slots() {}

  /** A slot whose reads wait for ever, and that children inherit. */
  public static Handle create(Kernel32 kernel32, String name) {
    return kernel32.createMailslot(
        name, 0, Win32.MAILSLOT_WAIT_FOREVER, SecurityAttributes.INHERITABLE);
  }

  /** A client end that children inherit. */
  public static Handle open(Kernel32 kernel32, String name) {
    return kernel32.createFile(
        name,
        Win32.GENERIC_WRITE,
        Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
        SecurityAttributes.INHERITABLE,
        Win32.OPEN_EXISTING,
        0,
        null);
  }

  /** Sends message {@code number}, of at least 8 bytes; its content follows from both. */
  static void write(Kernel32 kernel32, Handle file, int number, int bytes) {
    ByteBuffer message = message(number, bytes);
    int written = kernel32.writeFile(file, message);
    require(written == message.limit(), "wrote " + written + " of " + message.limit());
  }

  /** Takes the next message, checks that it is whole, and returns its number. */
  static int read(Kernel32 kernel32, Handle slot) {
    ByteBuffer target = ByteBuffer.allocate(MAX_BYTES);
    int length = kernel32.readFile(slot, target);
    target.flip();
    require(length == target.limit() && length >= HEADER_BYTES, "a message of " + length);
    int number = target.getInt(0);
    require(
        target.equals(message(number, length)), "message " + number + " is not what was written");
    return number;
  }

  /** The number of unread messages. */
  static int waiting(Kernel32 kernel32, Handle slot) {
    return kernel32.getMailslotInfo(slot).messageCount();
  }

  static ByteBuffer message(int number, int bytes) {
    byte[] content = new byte[Math.max(HEADER_BYTES, bytes)];
    new Random(31L * number + content.length).nextBytes(content);
    return ByteBuffer.wrap(content).putInt(0, number).putInt(4, content.length);
  }

  /** Expects that a call fails in this way. */
  static void requireFails(int errorCode, String what, Runnable call) {
    try {
      call.run();
    } catch (Win32Exception e) {
      require(e.errorCode() == errorCode, what + ": " + e.getMessage());
      return;
    }
    throw new AssertionError(what + " succeeded");
  }

  static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError(what);
    }
  }
}
