package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The server end of a mailslot: messages come in here, in the order in which they were written.
 *
 * <p>Several threads may receive at once; each message goes to one of them. The slot's name is free
 * again, and unread messages are gone, when the last handle of the server end is closed, those of
 * children that inherited it included.
 */
public final class Mailslot extends OwnedHandle {
  private static final int FIRST_BUFFER_BYTES = 64 << 10;
  private static final int KEPT_BUFFER_BYTES = 1 << 20;

  private final int firstBufferBytes;
  // One reader at a time finds a buffer here; others make their own.
  private final AtomicReference<ByteBuffer> spare = new AtomicReference<>();

  private Mailslot(Kernel32 kernel32, Handle handle, int maxMessageBytes, boolean inheritable) {
    super(kernel32, handle, inheritable);
    this.firstBufferBytes =
        maxMessageBytes > 0 ? Math.min(maxMessageBytes, FIRST_BUFFER_BYTES) : FIRST_BUFFER_BYTES;
  }

  /**
   * Creates a slot for messages of any size, whose reads wait for ever, and that no child inherits.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\mailslot\}
   * @return the server end, which the caller closes
   * @throws Win32Exception as {@link #create(Kernel32, String, int, int, boolean)}
   */
  public static Mailslot create(Kernel32 kernel32, String name) {
    return create(kernel32, name, 0, Win32.MAILSLOT_WAIT_FOREVER, false);
  }

  /**
   * Creates a slot.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\mailslot\}
   * @param maxMessageBytes the longest message that may be written, in bytes; 0 for any
   * @param readTimeoutMillis how long a receive waits, in milliseconds; 0 for not at all, {@link
   *     Win32#MAILSLOT_WAIT_FOREVER} for ever
   * @param inheritable whether children that inherit handles get this one
   * @return the server end, which the caller closes
   * @throws Win32Exception {@code ERROR_ALREADY_EXISTS} where a slot of that name is alive, {@code
   *     ERROR_INVALID_NAME} where the name is empty, or not one of a local mailslot
   */
  public static Mailslot create(
      Kernel32 kernel32,
      String name,
      int maxMessageBytes,
      int readTimeoutMillis,
      boolean inheritable) {
    String fullName = MailslotNames.fullName(name);
    try {
      Handle handle =
          kernel32.createMailslot(
              fullName, maxMessageBytes, readTimeoutMillis, attributes(inheritable));
      return new Mailslot(kernel32, handle, maxMessageBytes, inheritable);
    } catch (Win32Exception e) {
      throw Hint.creating(e, fullName);
    }
  }

  /**
   * Takes over a server end that this process has already: inherited, or duplicated into it. The
   * object owns the handle from here on and closes it.
   *
   * @param kernel32 the functions of this process
   * @param handle the server end's handle value
   * @return the owner of the handle
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} where this process has no such handle or it
   *     is no file's, another error where it is another file's; the handle stays the caller's then
   */
  public static Mailslot adopt(Kernel32 kernel32, Handle handle) {
    int maxMessageBytes = kernel32.getMailslotInfo(handle).maxMessageSize();
    return new Mailslot(kernel32, handle, maxMessageBytes, false);
  }

  /**
   * Receives the next message, and waits for it as long as the slot's read timeout says.
   *
   * @return the message's bytes; empty for an empty message
   * @throws Win32Exception {@code ERROR_SEM_TIMEOUT} where the timeout passes
   * @throws IllegalStateException where this object is closed, before or meanwhile
   */
  public byte[] receive() {
    Handle value = enter();
    ByteBuffer buffer = spare.getAndSet(null);
    try {
      if (buffer == null) {
        buffer = ByteBuffer.allocate(firstBufferBytes);
      }
      buffer = read(value, buffer);
      byte[] message = new byte[buffer.flip().remaining()];
      buffer.get(message);
      return message;
    } finally {
      if (buffer != null && buffer.capacity() <= KEPT_BUFFER_BYTES) {
        spare.set(buffer);
      }
      leave();
    }
  }

  // Another reader may take the long message between the failed read and the look at its size, and
  // a longer one may come next: so this is a loop, and the size is only a hint.
  private ByteBuffer read(Handle value, ByteBuffer first) {
    ByteBuffer buffer = first;
    while (true) {
      try {
        kernel32().readFile(value, buffer.clear());
        return buffer;
      } catch (Win32Exception e) {
        if (e.errorCode() != Win32Error.ERROR_INSUFFICIENT_BUFFER) {
          throw explain(e);
        }
      }
      int nextBytes = kernel32().getMailslotInfo(value).nextSize();
      if (nextBytes > buffer.capacity()) {
        buffer = ByteBuffer.allocate(nextBytes);
      }
    }
  }

  /**
   * Receives the next message as text.
   *
   * @return the message, decoded as UTF-8; what is not UTF-8 becomes U+FFFD
   * @throws Win32Exception {@code ERROR_SEM_TIMEOUT} where the read timeout passes
   * @throws IllegalStateException where this object is closed, before or meanwhile
   */
  public String receiveText() {
    return new String(receive(), StandardCharsets.UTF_8);
  }

  /**
   * Receives the next message, if one comes before the slot's read timeout passes.
   *
   * @return the message's bytes; empty if the timeout passes
   * @throws IllegalStateException where this object is closed, before or meanwhile
   */
  public Optional<byte[]> tryReceive() {
    try {
      return Optional.of(receive());
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_SEM_TIMEOUT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Receives the next message into {@code target}, from its position, which moves by the bytes
   * read.
   *
   * @param target has room for the message from its position to its limit
   * @return the number of bytes read
   * @throws Win32Exception {@code ERROR_INSUFFICIENT_BUFFER} where the message is longer than the
   *     buffer: it stays the next one; {@code ERROR_SEM_TIMEOUT} where the read timeout passes
   * @throws IllegalStateException where this object is closed, before or meanwhile
   */
  public int receive(ByteBuffer target) {
    Handle value = enter();
    try {
      return kernel32().readFile(value, target);
    } catch (Win32Exception e) {
      throw explain(e);
    } finally {
      leave();
    }
  }

  /**
   * {@return what waits in the slot, and its limits}
   *
   * <p>Another reader may have changed it a moment later.
   *
   * @throws IllegalStateException where this object is closed
   */
  public MailslotInfo info() {
    Handle value = enter();
    try {
      return kernel32().getMailslotInfo(value);
    } finally {
      leave();
    }
  }

  /**
   * Sets how long later receives wait, through every handle of this slot in every process.
   *
   * @param readTimeoutMillis in milliseconds; 0 for not at all, {@link Win32#MAILSLOT_WAIT_FOREVER}
   *     for ever
   * @throws IllegalStateException where this object is closed
   */
  public void setReadTimeoutMillis(int readTimeoutMillis) {
    Handle value = enter();
    try {
      kernel32().setMailslotInfo(value, readTimeoutMillis);
    } finally {
      leave();
    }
  }

  @Override
  boolean cancelWaits(Handle value) {
    return cancelIo(value);
  }
}
