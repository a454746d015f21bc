package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Kind;
import handlelab.sim.ReferenceModel.PendingRead;
import handlelab.sim.ReferenceModel.Slot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What an actor does with mailslots. */
final class SlotActions {
  private static final String PREFIX = "\\\\.\\mailslot\\";
  private static final int SERVER_ACCESS = 0x16_0089;
  private static final int CLIENT_ACCESS = 0x12_0196;

  /** Now and then a message is large. */
  private static final String PADDING = ":" + "x".repeat(4096);

  private static final int[] MAX_MESSAGE_CHARS = {0, 0, 0, 12, 4000, 10_000};
  private static final int[] BUFFER_BYTES = {3, 64, 64, 8192, 8192, 8192, 8192, 8192};

  private final Actor actor;
  private int written;

  SlotActions(Actor actor) {
    this.actor = actor;
  }

  private String name() {
    return "slot" + actor.random.nextInt(6);
  }

  private int timeout() {
    return actor.random.nextInt(3) == 0 ? -1 : actor.random.nextInt(3);
  }

  void create() {
    SecurityAttributes attributes = actor.attributes();
    int max = MAX_MESSAGE_CHARS[actor.random.nextInt(MAX_MESSAGE_CHARS.length)];
    Slot slot = new Slot(name(), max, timeout());
    actor.trace("creates %s, max %d, timeout %d", slot.name, max, slot.timeoutMillis);
    actor.simulation.creating = slot;
    int expected = actor.model.slot(slot.name) == null ? 0 : Win32Error.ERROR_ALREADY_EXISTS;
    try {
      boolean isMade =
          actor.expect(
              expected,
              () -> {
                Handle handle =
                    actor.kernel32.createMailslot(
                        PREFIX + slot.name, max, slot.timeoutMillis, attributes);
                actor.model.add(
                    actor.self,
                    handle,
                    new Entry(slot.server, SERVER_ACCESS, Actor.flags(attributes)));
                actor.trace("  has %s", handle);
              });
      if (!isMade) {
        // Without a row for it, what was made goes again.
        actor.model.close(slot);
      }
    } catch (ProcessEndedException e) {
      // Ended between two steps: the slot goes with the process that never owned it.
      actor.model.close(slot);
      throw e;
    }
  }

  void open() {
    String name = name();
    SecurityAttributes attributes = actor.attributes();
    Slot slot = actor.model.slot(name);
    actor.trace("opens %s", name);
    actor.expect(
        slot == null ? Win32Error.ERROR_FILE_NOT_FOUND : 0,
        () -> {
          Handle handle =
              actor.kernel32.createFile(
                  PREFIX + name, Win32.GENERIC_WRITE, 3, attributes, 3, 0, null);
          actor.model.add(
              actor.self,
              handle,
              new Entry(slot.newClient(), CLIENT_ACCESS, Actor.flags(attributes)));
          actor.trace("  has %s", handle);
        });
  }

  void write() {
    long value = actor.valueOf(Kind.CLIENT);
    Entry entry = actor.self.rows.get(value);
    String message = actor.name + ":" + written + (actor.random.nextInt(50) == 0 ? PADDING : "");
    actor.trace("writes to %x: %d bytes, %s:%d", value, message.length(), actor.name, written);
    Slot slot = entry == null ? null : entry.thing().slot;
    int expected = 0;
    if (slot == null) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 6) == 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    } else if (slot.maxMessageChars != 0 && message.length() > slot.maxMessageChars) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    actor.expect(
        expected,
        () -> {
          byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
          assertEquals(
              bytes.length, actor.kernel32.writeFile(new Handle(value), ByteBuffer.wrap(bytes)));
          slot.write(message);
          actor.simulation.messagesWritten++;
          written++;
        });
  }

  /** Others run while a read waits; the model says what it ends with. */
  void read() {
    long value = actor.valueOf(Kind.SERVER);
    Entry entry = actor.self.rows.get(value);
    ByteBuffer buffer =
        ByteBuffer.allocate(BUFFER_BYTES[actor.random.nextInt(BUFFER_BYTES.length)]);
    actor.trace("reads from %x with %d bytes", value, buffer.capacity());
    int refusal = refusal(entry);
    if (refusal != 0) {
      actor.expect(refusal, () -> actor.kernel32.readFile(new Handle(value), buffer));
      return;
    }
    PendingRead read = new PendingRead(actor.self, entry.thing().slot, buffer.capacity());
    try {
      int length = actor.kernel32.readFile(new Handle(value), buffer);
      judge(read, new String(buffer.array(), 0, length, StandardCharsets.UTF_8));
    } catch (Win32Exception e) {
      actor.trace("  failed: %s", e.getMessage());
      if (!read.isDone()) {
        read.fail(Win32Error.ERROR_SEM_TIMEOUT);
      }
      assertEquals(Win32Error.describe(read.errorCode), Win32Error.describe(e.errorCode()));
    } catch (ProcessEndedException e) {
      // A message that it was given goes with it.
      actor.model.messagesDropped += read.message == null ? 0 : 1;
      throw e;
    }
  }

  private static int refusal(Entry entry) {
    if (entry == null || entry.thing().slot == null) {
      return Win32Error.ERROR_INVALID_HANDLE;
    }
    if (!entry.allows(Win32.FILE_READ_DATA)) {
      return Win32Error.ERROR_ACCESS_DENIED;
    }
    return entry.thing().isServer() ? 0 : Win32Error.ERROR_INVALID_PARAMETER;
  }

  private void judge(PendingRead read, String message) {
    assertEquals(read.message, message, "messages are read once, in order, by who came first");
    String[] parts = message.split(":", -1);
    actor.trace("  read %s:%s", parts[0], parts[1]);
    actor.simulation.messagesRead++;
  }

  void info() {
    long value = actor.valueOf(actor.random.nextBoolean() ? Kind.SERVER : Kind.CLIENT);
    Slot slot = slotOf(value);
    actor.trace("asks about %x", value);
    int expected = slot == null ? Win32Error.ERROR_INVALID_HANDLE : 0;
    if (slot != null && slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    }
    actor.expect(
        expected,
        () -> {
          MailslotInfo info = actor.kernel32.getMailslotInfo(new Handle(value));
          assertEquals(slot.messages.size(), info.messageCount());
          assertEquals(slot.maxMessageChars, info.maxMessageSize());
          assertEquals(slot.timeoutMillis, info.readTimeoutMillis());
          assertEquals(
              slot.messages.isEmpty() ? MailslotInfo.NO_MESSAGE : slot.messages.peek().length(),
              info.nextSize());
        });
  }

  private Slot slotOf(long value) {
    Entry entry = actor.self.rows.get(value);
    return entry == null ? null : entry.thing().slot;
  }

  /** Only the server end can be set; its slot is there as long as it is. */
  void setTimeout() {
    long value = actor.valueOf(Kind.SERVER);
    Slot slot = slotOf(value);
    int millis = timeout();
    actor.trace("sets the timeout of %x to %d", value, millis);
    int expected = 0;
    if (slot == null) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if (actor.self.rows.get(value).thing().kind == Kind.CLIENT) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (actor.expect(expected, () -> actor.kernel32.setMailslotInfo(new Handle(value), millis))) {
      slot.timeoutMillis = millis;
    }
  }

  /** Cancels the reads of this process's other threads. */
  void cancel() {
    long value = actor.valueOf(Kind.SERVER);
    Entry entry = actor.self.rows.get(value);
    Slot slot = slotOf(value);
    actor.trace("cancels the reads of %x", value);
    boolean isServer = slot != null && entry.thing().isServer();
    int expected = slot == null ? Win32Error.ERROR_INVALID_HANDLE : Win32Error.ERROR_NOT_FOUND;
    if (isServer && slot.cancel(actor.self)) {
      expected = 0;
    }
    actor.expect(expected, () -> actor.kernel32.cancelIoEx(new Handle(value)));
  }
}
