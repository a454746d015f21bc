package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.Operation.Starter;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Slot;
import handlelab.sim.Thing.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Random calls on mailslots. */
final class SlotActions {
  private static final String PREFIX = "\\\\.\\mailslot\\";
  private static final int SERVER_ACCESS = 0x16_0089;
  private static final int CLIENT_ACCESS = 0x12_0196;
  private static final int NO_ACCESS = Win32.SYNCHRONIZE | Win32.FILE_READ_ATTRIBUTES;
  private static final int SHARE_ALL = Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE;

  /** Now and then a message is large. */
  private static final String PADDING = ":" + "x".repeat(4096);

  private static final int[] MAX_MESSAGE_CHARS = {0, 0, 0, 12, 4000, 10_000};
  private static final int[] BUFFER_BYTES = {3, 64, 64, 8192, 8192, 8192, 8192, 8192};

  private final Caller caller;
  private final FileActions files;

  SlotActions(Caller caller) {
    this.caller = caller;
    this.files = new FileActions(caller);
  }

  /** One of them. */
  void operate() {
    switch (caller.random.nextInt(134)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 -> create();
      case 16, 17, 18 -> setTimeout();
      case 19, 20, 21 -> files.cancelAll(caller.valueOf(Kind.SERVER));
      case 22, 23, 24, 25, 26, 27 -> info();
      default -> {
        switch (caller.random.nextInt(10)) {
          case 0, 1 -> open();
          case 2, 3, 4, 5 -> write();
          default -> read();
        }
      }
    }
  }

  private int timeout() {
    if (!caller.mayWait()) {
      return 0;
    }
    return caller.random.nextInt(3) == 0 ? -1 : caller.random.nextInt(3);
  }

  private void create() {
    SecurityAttributes attributes = caller.isStrict() ? caller.attributes() : null;
    int max = MAX_MESSAGE_CHARS[caller.random.nextInt(MAX_MESSAGE_CHARS.length)];
    Slot slot = new Slot(caller.name("slot"), max, timeout());
    if (!caller.isStrict() && caller.model.isSlotKnown(slot.name)) {
      return; // On Wine a client keeps the name of a slot whose server end is gone.
    }
    caller.trace("createMailslot %s, max %d, timeout %d", slot.name, max, slot.timeoutMillis);
    caller.creating(slot);
    int expected = caller.model.slot(slot.name) == null ? 0 : Win32Error.ERROR_ALREADY_EXISTS;
    try {
      boolean isMade =
          caller.expect(
              expected,
              () -> {
                Handle made =
                    caller.kernel32.createMailslot(
                        PREFIX + slot.name, max, slot.timeoutMillis, attributes);
                caller.model.add(slot);
                caller.add(made, slot.server, SERVER_ACCESS, attributes);
                caller.trace("  has %s", made);
              });
      if (!isMade) {
        // Without a row for it, what was made goes again.
        caller.model.close(slot);
      }
    } catch (ProcessEndedException e) {
      // Ended between two steps: the slot goes with the process that never owned it.
      caller.model.close(slot);
      throw e;
    }
  }

  private void open() {
    String name = caller.name("slot");
    SecurityAttributes attributes = caller.attributes();
    Slot slot = caller.model.slot(name);
    if (slot == null && !caller.isStrict()) {
      return; // As above.
    }
    boolean writes = caller.random.nextInt(4) != 0;
    caller.trace("createFile %s, writes %b", name, writes);
    caller.expect(
        slot == null ? Win32Error.ERROR_FILE_NOT_FOUND : 0,
        () -> {
          String path =
              PREFIX + (caller.random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT));
          int desired = writes ? Win32.GENERIC_WRITE : 0;
          Handle made =
              caller.kernel32.createFile(
                  path, desired, SHARE_ALL, attributes, Win32.OPEN_EXISTING, 0, null);
          caller.add(made, slot.newClient(), writes ? CLIENT_ACCESS : NO_ACCESS, attributes);
          caller.trace("  has %s", made);
        });
  }

  private void write() {
    long value = caller.valueOf(Kind.CLIENT);
    Entry entry = caller.self.rows.get(value);
    if (entry != null && entry.thing() instanceof ModelPipe.End) {
      files.readOrWrite(value);
      return;
    }
    Slot slot = entry == null ? null : entry.thing().slot;
    int expected = 0;
    if (slot == null) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if (!entry.allows(Win32.FILE_WRITE_DATA)) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    }
    if (expected == Win32Error.ERROR_HANDLE_EOF && !caller.isStrict()) {
      return; // On Wine it succeeds.
    }
    String text = caller.newMessage();
    String message =
        switch (caller.random.nextInt(50)) {
          case 0 -> text + PADDING;
          case 1, 2, 3, 4 -> "";
          default -> text;
        };
    if (expected == 0 && slot.maxMessageChars != 0 && message.length() > slot.maxMessageChars) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    caller.trace("writeFile %x, %s and %d bytes", value, text, message.length());
    caller.expect(
        expected,
        () -> {
          byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
          assertEquals(
              bytes.length, caller.kernel32.writeFile(new Handle(value), ByteBuffer.wrap(bytes)));
          slot.write(message);
          caller.model.messagesWritten++;
        });
  }

  /** Others run while a read waits; the model says what it ends with. */
  private void read() {
    long value = caller.valueOf(Kind.SERVER);
    Entry entry = caller.self.rows.get(value);
    if (entry != null && entry.thing() instanceof ModelPipe.End) {
      files.readOrWrite(value);
      return;
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(BUFFER_BYTES[caller.random.nextInt(BUFFER_BYTES.length)]);
    Handle handle = new Handle(value);
    caller.trace("readFile %x, %d bytes", value, buffer.capacity());
    Set<Integer> refusals = refusals(entry);
    if (!refusals.isEmpty()) {
      caller.expectOneOf(refusals, () -> caller.kernel32.readFile(handle, buffer));
      return;
    }
    Slot slot = entry.thing().slot;
    boolean isTooSmall =
        !slot.messages.isEmpty() && slot.messages.element().length() > buffer.capacity();
    if (slot.timeoutMillis == -1 && !isTooSmall && caller.random.nextInt(4) == 0) {
      files.readSlot(handle, slot, buffer.capacity());
      return;
    }
    Operation read = slot.read(new Starter(caller.self, null, null), buffer.capacity());
    caller.expect(
        () -> {
          if (!read.isDone()) {
            read.cancel(Win32Error.ERROR_SEM_TIMEOUT);
          }
          return read.error;
        },
        () -> {
          int length = caller.kernel32.readFile(handle, buffer);
          String message = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
          assertEquals(read.data, message, "messages are read once, in order, by who came first");
          caller.saw("messages read");
        });
  }

  private static Set<Integer> refusals(Entry entry) {
    if (entry == null || entry.thing().slot == null) {
      return Set.of(Win32Error.ERROR_INVALID_HANDLE);
    }
    if (!entry.allows(Win32.FILE_READ_DATA)) {
      return entry.thing().isServer()
          ? Set.of(Win32Error.ERROR_ACCESS_DENIED)
          : new LinkedHashSet<>(
              List.of(Win32Error.ERROR_ACCESS_DENIED, Win32Error.ERROR_INVALID_PARAMETER));
    }
    return entry.thing().isServer() ? Set.of() : Set.of(Win32Error.ERROR_INVALID_PARAMETER);
  }

  /** Windows and Wine answer otherwise what only a server end can be asked for. */
  private boolean isAskable(long value) {
    Entry entry = caller.self.rows.get(value);
    return caller.isStrict()
        || entry == null
        || !entry.thing().kind.isFile()
        || entry.thing().isServer();
  }

  private void info() {
    long value = caller.valueOf(caller.random.nextBoolean() ? Kind.SERVER : Kind.CLIENT);
    if (!isAskable(value)) {
      return;
    }
    Slot slot = slotOf(value);
    caller.trace("getMailslotInfo %x", value);
    int expected = slot == null ? noSlot(value) : 0;
    if (slot != null && slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    }
    caller.expect(
        expected,
        () -> {
          MailslotInfo info = caller.kernel32.getMailslotInfo(new Handle(value));
          assertEquals(slot.messages.size(), info.messageCount());
          assertEquals(slot.maxMessageChars, info.maxMessageSize());
          assertEquals(slot.timeoutMillis, info.readTimeoutMillis());
          assertEquals(
              slot.messages.isEmpty() ? MailslotInfo.NO_MESSAGE : slot.messages.peek().length(),
              info.nextSize());
        });
  }

  private Slot slotOf(long value) {
    Entry entry = caller.self.rows.get(value);
    return entry == null ? null : entry.thing().slot;
  }

  private int noSlot(long value) {
    Entry entry = caller.self.rows.get(value);
    return entry != null && entry.thing().kind.isFile()
        ? Win32Error.ERROR_INVALID_PARAMETER
        : Win32Error.ERROR_INVALID_HANDLE;
  }

  /** Only the server end can be set; its slot is there as long as it is. */
  private void setTimeout() {
    long value = caller.valueOf(Kind.SERVER);
    if (!isAskable(value)) {
      return;
    }
    Slot slot = slotOf(value);
    int millis = timeout();
    caller.trace("setMailslotInfo %x, %d", value, millis);
    int expected = 0;
    if (slot == null) {
      expected = noSlot(value);
    } else if (caller.self.rows.get(value).thing().kind == Kind.CLIENT) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (caller.expect(expected, () -> caller.kernel32.setMailslotInfo(new Handle(value), millis))) {
      slot.timeoutMillis = millis;
    }
  }
}
