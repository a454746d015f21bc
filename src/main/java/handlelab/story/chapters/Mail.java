package handlelab.story.chapters;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What several chapters do with mailslots. Stateless. */
final class Mail {
  private static final int BUFFER_BYTES = 64;
  private static final int SHARE_ALL = Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE;

  private Mail() {}

  /** A mailslot for messages of any size; a read that finds none fails at once. */
  static Handle create(Kernel32 kernel32, String name) {
    return kernel32.createMailslot(name, 0, 0, null);
  }

  /** As {@link #create}, with the inherit flag set afterwards. */
  static Handle createInheritable(Kernel32 kernel32, String name) {
    Handle slot = create(kernel32, name);
    kernel32.setHandleInformation(slot, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return slot;
  }

  static Handle open(Kernel32 kernel32, String name) {
    return kernel32.createFile(
        name, Win32.GENERIC_WRITE, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
  }

  static void write(Kernel32 kernel32, Handle client, String message) {
    kernel32.writeFile(client, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
  }

  static String read(Kernel32 kernel32, Handle server) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    kernel32.readFile(server, buffer);
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }
}
