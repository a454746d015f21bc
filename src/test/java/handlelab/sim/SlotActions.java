package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.Operation.Starter;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Slot;
import handlelab.sim.Thing.Kind;
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
  private final FileActions files;
  private int written;

  SlotActions(Actor actor) {
    this.actor = actor;
    this.files = new FileActions(actor);
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
                    new Entry(slot.server, SERVER_ACCESS, Caller.flags(attributes)));
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
              new Entry(slot.newClient(), CLIENT_ACCESS, Caller.flags(attributes)));
          actor.trace("  has %s", handle);
        });
  }

  void write() {
    long value = actor.valueOf(Kind.CLIENT);
    Entry entry = actor.self.rows.get(value);
    if (entry != null && entry.thing() instanceof ModelPipe.End) {
      files.readOrWrite(value);
      return;
    }
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
    if (entry != null && entry.thing() instanceof ModelPipe.End) {
      files.readOrWrite(value);
      return;
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(BUFFER_BYTES[actor.random.nextInt(BUFFER_BYTES.length)]);
    actor.trace("reads from %x with %d bytes", value, buffer.capacity());
    int refusal = refusal(entry);
    if (refusal != 0) {
      actor.expect(refusal, () -> actor.kernel32.readFile(new Handle(value), buffer));
      return;
    }
    Slot slot = entry.thing().slot;
    boolean isTooSmall =
        !slot.messages.isEmpty() && slot.messages.element().length() > buffer.capacity();
    if (slot.timeoutMillis == -1 && !isTooSmall && actor.random.nextInt(4) == 0) {
      files.readSlot(new Handle(value), slot, buffer.capacity());
      return;
    }
    Operation read = slot.read(new Starter(actor.self, null, null), buffer.capacity());
    try {
      int length = actor.kernel32.readFile(new Handle(value), buffer);
      judge(read, new String(buffer.array(), 0, length, StandardCharsets.UTF_8));
    } catch (Win32Exception e) {
      actor.trace("  failed: %s", e.getMessage());
      if (!read.isDone()) {
        read.cancel(Win32Error.ERROR_SEM_TIMEOUT);
      }
      assertEquals(Win32Error.describe(read.error), Win32Error.describe(e.errorCode()));
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

  private void judge(Operation read, String message) {
    assertEquals(read.data, message, "messages are read once, in order, by who came first");
    String[] parts = message.split(":", -1);
    actor.trace("  read %s:%s", parts[0], parts[1]);
    actor.saw("messages read");
  }

  void info() {
    long value = actor.valueOf(actor.random.nextBoolean() ? Kind.SERVER : Kind.CLIENT);
    Slot slot = slotOf(value);
    actor.trace("asks about %x", value);
    int expected = slot == null ? noSlot(value) : 0;
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

  private int noSlot(long value) {
    Entry entry = actor.self.rows.get(value);
    return entry != null && entry.thing().kind.isFile()
        ? Win32Error.ERROR_INVALID_PARAMETER
        : Win32Error.ERROR_INVALID_HANDLE;
  }

  /** Only the server end can be set; its slot is there as long as it is. */
  void setTimeout() {
    long value = actor.valueOf(Kind.SERVER);
    Slot slot = slotOf(value);
    int millis = timeout();
    actor.trace("sets the timeout of %x to %d", value, millis);
    int expected = 0;
    if (slot == null) {
      expected = noSlot(value);
    } else if (actor.self.rows.get(value).thing().kind == Kind.CLIENT) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (actor.expect(expected, () -> actor.kernel32.setMailslotInfo(new Handle(value), millis))) {
      slot.timeoutMillis = millis;
    }
  }

  /** Cancels what this process does on a slot. */
  void cancel() {
    files.cancelAll(actor.valueOf(Kind.SERVER));
  }
}
