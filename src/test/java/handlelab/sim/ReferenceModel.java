package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tables, objects and slots must look like, in plain maps: small enough to be believed. The
 * random tests of this package and of {@code handlelab.contract} predict each call by it.
 */
public final class ReferenceModel {
  /** The kinds of kernel objects. */
  public enum Kind {
    SERVER("File"),
    CLIENT("File"),
    PROCESS("Process"),
    THREAD("Thread");

    final String typeName;

    Kind(String typeName) {
      this.typeName = typeName;
    }
  }

  /** A kernel object. Two rows lead to the same object if they hold the same instance. */
  public static final class Thing {
    public final Kind kind;

    /** Of both ends of a mailslot. */
    public final Slot slot;

    /** Of a process or thread. */
    public final Proc process;

    /** Of a file: not from the start of a read that waits until a read ends. */
    private boolean isFileSignalled = true;

    private final List<PendingWait> waits = new ArrayList<>();

    private Thing(Kind kind, Slot slot, Proc process) {
      this.kind = kind;
      this.slot = slot;
      this.process = process;
    }

    public boolean isServer() {
      return kind == Kind.SERVER;
    }

    public boolean isProcess() {
      return kind == Kind.PROCESS;
    }

    boolean isSignalled() {
      return slot == null ? process.isEnded : isFileSignalled;
    }

    private void setFileSignalled(boolean signalled) {
      isFileSignalled = signalled;
      signal();
    }

    private void signal() {
      if (isSignalled()) {
        waits.forEach(wait -> wait.isSatisfied = true);
        waits.clear();
      }
    }
  }

  /** A wait for an object that may not have ended. */
  static final class PendingWait {
    private final Thing thing;
    boolean isSatisfied;

    PendingWait(Thing thing) {
      this.thing = thing;
      isSatisfied = thing.isSignalled();
      if (!isSatisfied) {
        thing.waits.add(this);
      }
    }

    void end() {
      thing.waits.remove(this);
    }
  }

  /** A read that may wait: it has a message or an error when it is done. */
  static final class PendingRead {
    final Proc process;
    final Slot slot;
    final int maxBytes;
    String message;
    int errorCode;

    PendingRead(Proc process, Slot slot, int maxBytes) {
      this.process = process;
      this.slot = slot;
      this.maxBytes = maxBytes;
      if (slot.messages.isEmpty()) {
        slot.server.setFileSignalled(false);
      }
      slot.pendingReads.add(this);
      slot.serveReads();
    }

    boolean isDone() {
      return message != null || errorCode != 0;
    }

    void fail(int error) {
      if (slot.pendingReads.remove(this)) {
        errorCode = error;
        slot.server.setFileSignalled(true);
      }
    }
  }

  /** A mailslot. */
  public static final class Slot {
    public final String name;
    public final int maxMessageChars;
    public int timeoutMillis;
    public final Deque<String> messages = new ArrayDeque<>();
    public final Thing server = new Thing(Kind.SERVER, this, null);
    private final Deque<PendingRead> pendingReads = new ArrayDeque<>();
    public boolean isClosed;

    public Slot(String name, int maxMessageChars, int timeoutMillis) {
      this.name = name;
      this.maxMessageChars = maxMessageChars;
      this.timeoutMillis = timeoutMillis;
    }

    public Thing newClient() {
      return new Thing(Kind.CLIENT, this, null);
    }

    void write(String message) {
      messages.add(message);
      serveReads();
    }

    private void serveReads() {
      while (!messages.isEmpty() && !pendingReads.isEmpty()) {
        PendingRead read = pendingReads.remove();
        if (messages.element().length() > read.maxBytes) {
          read.errorCode = Win32Error.ERROR_INSUFFICIENT_BUFFER;
        } else {
          read.message = messages.remove();
        }
        server.setFileSignalled(true);
      }
    }

    /** Cancels the reads of one process; returns false if there are none. */
    boolean cancel(Proc process) {
      List<PendingRead> cancelled =
          pendingReads.stream().filter(read -> read.process == process).toList();
      cancelled.forEach(read -> read.fail(Win32Error.ERROR_OPERATION_ABORTED));
      return !cancelled.isEmpty();
    }
  }

  /** A row of a handle table. */
  public record Entry(Thing thing, int access, int flags) {
    public boolean isInheritable() {
      return (flags & 1) != 0;
    }

    public boolean isProtected() {
      return (flags & 2) != 0;
    }

    public boolean allows(int rights) {
      return (access & rights) == rights;
    }
  }

  /** A process: who makes its calls, and its table. */
  public static final class Proc {
    public final int id;
    public final Kernel32 kernel32;
    public final TreeMap<Long, Entry> rows = new TreeMap<>();
    public final Thing thing = new Thing(Kind.PROCESS, null, this);
    public final Thing thread = new Thing(Kind.THREAD, null, this);

    /** Whether it makes no calls and has no rows any more. */
    public boolean isGone;

    /** Whether its exit code is known, too. */
    public boolean isEnded;

    public int exitCode = 259;

    private Proc(int id, Kernel32 kernel32) {
      this.id = id;
      this.kernel32 = kernel32;
    }

    @Override
    public String toString() {
      return "process " + id;
    }
  }

  /** By id. */
  public final Map<Integer, Proc> running = new TreeMap<>();

  private final Map<String, Slot> slots = new HashMap<>();

  /** Messages that went unread with their slots. */
  long messagesDropped;

  public Proc start(int processId, Kernel32 kernel32) {
    Proc process = new Proc(processId, kernel32);
    running.put(processId, process);
    return process;
  }

  /** The living slot of that name, or null. */
  public Slot slot(String name) {
    return slots.get(name.toUpperCase(Locale.ROOT));
  }

  public void add(Slot slot) {
    slots.put(slot.name.toUpperCase(Locale.ROOT), slot);
  }

  boolean hasSlots() {
    return !slots.isEmpty();
  }

  public int rowsOf(Thing thing) {
    int rows = 0;
    for (Proc process : running.values()) {
      for (Entry entry : process.rows.values()) {
        rows += entry.thing == thing ? 1 : 0;
      }
    }
    return rows;
  }

  public void add(Proc process, Handle handle, Entry entry) {
    assertEquals(0, handle.value() & 3, () -> handle + " is no multiple of four");
    assertTrue(
        process.rows.put(handle.value(), entry) == null, () -> handle + " was in use already");
  }

  public void remove(Proc process, long value) {
    closeSlotIfLast(process.rows.remove(value).thing);
  }

  private void closeSlotIfLast(Thing thing) {
    if (thing.isServer() && rowsOf(thing) == 0) {
      close(thing.slot);
    }
  }

  void close(Slot slot) {
    if (!slot.isClosed) {
      slot.isClosed = true;
      messagesDropped += slot.messages.size();
      slot.messages.clear();
      slots.remove(slot.name.toUpperCase(Locale.ROOT), slot);
      List.copyOf(slot.pendingReads).forEach(read -> read.fail(Win32Error.ERROR_HANDLE_EOF));
    }
  }

  /** Its rows are closed; how it ended is not known yet. */
  void vanish(Proc process) {
    if (process.isGone) {
      return;
    }
    process.isGone = true;
    running.remove(process.id);
    slots.values().forEach(slot -> slot.cancel(process));
    List<Entry> entries = new ArrayList<>(process.rows.values());
    process.rows.clear();
    entries.forEach(entry -> closeSlotIfLast(entry.thing));
  }

  public void end(Proc process, int exitCode) {
    vanish(process);
    if (!process.isEnded) {
      process.isEnded = true;
      process.exitCode = exitCode;
      process.thing.signal();
      process.thread.signal();
    }
  }

  /** The invariants: the same rows, and each object's usage count is its rows over all tables. */
  void check(HandleTables tables) {
    assertEquals(new ArrayList<>(running.keySet()), tables.processIds());
    check(tables, true);
  }

  /**
   * Compares all rows with what the kernel shows, and each usage count with the rows over all
   * tables.
   *
   * @param isWhole whether tables and counts hold only what the model knows of; else there may be
   *     more rows, and processes and threads are held by the system, too
   */
  public void check(HandleTables tables, boolean isWhole) {
    Map<Thing, Integer> counts = new HashMap<>();
    running
        .values()
        .forEach(
            process ->
                process.rows.values().forEach(entry -> counts.merge(entry.thing, 1, Integer::sum)));
    Map<Thing, Long> addresses = new HashMap<>();
    for (Proc process : running.values()) {
      Map<Long, HandleRow> shown = new TreeMap<>();
      tables.handles(process.id).forEach(row -> shown.put(row.handle().value(), row));
      if (isWhole) {
        assertEquals(process.rows.keySet(), shown.keySet(), process::toString);
      }
      process.rows.forEach(
          (value, entry) -> {
            HandleRow row = shown.get(value);
            boolean countsUses = isWhole || entry.thing.slot != null;
            assertEquals(
                describe(entry, countsUses ? counts.get(entry.thing) : -1),
                describe(row, countsUses),
                () -> process + ", handle " + Long.toHexString(value));
            Long known = addresses.putIfAbsent(entry.thing, row.objectAddress());
            assertTrue(
                known == null || known == row.objectAddress(), "one object at two addresses");
          });
    }
    if (isWhole) {
      assertEquals(
          addresses.size(), addresses.values().stream().distinct().count(), "two objects at one");
    }
  }

  private static String describe(Entry entry, int count) {
    return text(entry.thing.kind.typeName, entry.access, entry.flags, count);
  }

  private static String describe(HandleRow row, boolean countsUses) {
    if (row == null) {
      return "no row";
    }
    int flags = (row.inheritable() ? 1 : 0) + (row.protectedFromClose() ? 2 : 0);
    return text(row.objectType(), row.grantedAccess(), flags, countsUses ? row.usageCount() : -1);
  }

  private static String text(String type, int access, int flags, int count) {
    return type + " access " + Integer.toHexString(access) + " flags " + flags + " used " + count;
  }
}
