package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client end of a mailslot: each send is one message, whole or not at all.
 *
 * <p>Several threads and several clients may send at once; messages never mix.
 */
public final class MailslotClient extends OwnedHandle {
  private MailslotClient(Kernel32 kernel32, Handle handle, boolean inheritable) {
    super(kernel32, handle, inheritable);
  }

  /**
   * Opens a slot for sending; no child inherits the handle.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\mailslot\}
   * @return the client end, which the caller closes
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} where there is no such slot
   */
  public static MailslotClient connect(Kernel32 kernel32, String name) {
    return connect(kernel32, name, false);
  }

  /**
   * Opens a slot for sending.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\mailslot\}
   * @param inheritable whether children that inherit handles get this one
   * @return the client end, which the caller closes
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} where there is no such slot
   */
  public static MailslotClient connect(Kernel32 kernel32, String name, boolean inheritable) {
    String fullName = MailslotNames.fullName(name);
    try {
      Handle handle =
          kernel32.createFile(
              fullName,
              Win32.GENERIC_WRITE,
              // Older Windows and Wine refuse a second client unless both share both ways.
              Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
              attributes(inheritable),
              Win32.OPEN_EXISTING,
              Win32.FILE_ATTRIBUTE_NORMAL,
              Handle.NULL);
      return new MailslotClient(kernel32, handle, inheritable);
    } catch (Win32Exception e) {
      throw Hint.opening(e, fullName);
    }
  }

  /**
   * Takes over a client end that this process has already: inherited, or duplicated into it. The
   * object owns the handle from here on and closes it.
   *
   * @param kernel32 the functions of this process
   * @param handle the client end's handle value
   * @return the owner of the handle
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} where this process has no such handle; the
   *     handle stays the caller's then. What kind of handle it is shows at the first send.
   */
  public static MailslotClient adopt(Kernel32 kernel32, Handle handle) {
    kernel32.getHandleInformation(handle);
    return new MailslotClient(kernel32, handle, false);
  }

  /**
   * Sends one message; it may be empty.
   *
   * @param message the bytes; none for an empty message
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} where it is longer than the slot allows,
   *     {@code ERROR_HANDLE_EOF} where the server end is gone
   * @throws IllegalStateException where this object is closed
   */
  public void send(byte[] message) {
    send(ByteBuffer.wrap(message));
  }

  /**
   * Sends one message: what lies between the buffer's position and its limit.
   *
   * @param message the buffer; its position moves to its limit
   * @throws Win32Exception as {@link #send(byte[])}
   * @throws IllegalStateException where this object is closed
   */
  public void send(ByteBuffer message) {
    Handle value = enter();
    int bytes = message.remaining();
    try {
      kernel32().writeFile(value, message);
    } catch (Win32Exception e) {
      throw Hint.sending(e, value, bytes);
    } finally {
      leave();
    }
  }

  /**
   * Sends one message of text, encoded as UTF-8.
   *
   * @param text the message; it may be empty
   * @throws Win32Exception as {@link #send(byte[])}
   * @throws IllegalStateException where this object is closed
   */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }
}
