package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.Win32Error;
import handlelab.sim.Operation.Starter;
import handlelab.sim.Thing.Kind;
import handlelab.sim.Thing.Named;
import handlelab.sim.Thing.OfFile;
import handlelab.sim.Thing.OfProcess;
import handlelab.sim.Thing.OfThread;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What tables, objects and slots must look like, in plain maps: small enough to be believed. The
 * random tests of this package and of {@code handlelab.contract} predict each call by it.
 */
public final class ReferenceModel {
  /** A mailslot. */
  public static final class Slot {
    public final String name;
    public final int maxMessageChars;
    public int timeoutMillis;
    public final Deque<String> messages = new ArrayDeque<>();
    public final OfFile server = new OfFile(Kind.SERVER, this, true);
    private final Deque<Operation> pendingReads = new ArrayDeque<>();
    public boolean isClosed;

    /** How many messages reads have got. */
    private int given;

    public Slot(String name, int maxMessageChars, int timeoutMillis) {
      this.name = name;
      this.maxMessageChars = maxMessageChars;
      this.timeoutMillis = timeoutMillis;
    }

    public Thing newClient() {
      return new OfFile(Kind.CLIENT, this, false);
    }

    void write(String message) {
      messages.add(message);
      serveReads();
    }

    Operation read(Starter starter, int maxBytes) {
      var read = new Operation(starter, server, maxBytes, pendingReads::remove);
      if (messages.isEmpty()) {
        var unused = read.beginIfNotDone();
      }
      pendingReads.add(read);
      serveReads();
      return read;
    }

    private void serveReads() {
      while (!messages.isEmpty() && !pendingReads.isEmpty()) {
        Operation read = pendingReads.remove();
        if (messages.element().length() > read.maxBytes) {
          read.end(Win32Error.ERROR_INSUFFICIENT_BUFFER, 0);
        } else {
          read.data = messages.remove();
          given++;
          read.end(0, read.data.length());
        }
      }
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
    public final Thing thing = new OfProcess(this);

    /** Its main thread. */
    public final OfThread thread = new OfThread(this);

    /** The threads that have made a call, the main thread first. */
    private final Set<OfThread> threads = new LinkedHashSet<>();

    final Set<PendingWait> waits = new LinkedHashSet<>();

    /** What goes on, in the order in which it began. */
    final Set<Operation> operations = new LinkedHashSet<>();

    /** The overlapped operations whose results nobody has taken. */
    final List<Started> started = new ArrayList<>();

    /** Whether it makes no calls and has no rows any more. */
    public boolean isGone;

    /** Whether its exit code is known, too. */
    public boolean isEnded;

    public int exitCode = 259;

    /** How many threads make calls. */
    int callers;

    private Proc(int id, Kernel32 kernel32) {
      this.id = id;
      this.kernel32 = kernel32;
    }

    /** A thread makes its first call. */
    public OfThread newThread() {
      OfThread made = threads.isEmpty() && !thread.isEnded ? thread : new OfThread(this);
      threads.add(made);
      return made;
    }

    /** One of several threads makes no more calls. */
    void end(OfThread ended) {
      threads.remove(ended);
      ended.end();
    }

    /** Cancels operations that go on; returns false if there are none. */
    boolean cancel(Predicate<Operation> condition) {
      List<Operation> cancelled = operations.stream().filter(condition).toList();
      cancelled.forEach(operation -> operation.cancel(Operation.ABORTED));
      return !cancelled.isEmpty();
    }

    @Override
    public String toString() {
      return "process " + id;
    }
  }

  /** An overlapped operation, in the kernel and here. */
  record Started(Handle file, Overlapped overlapped, ByteBuffer buffer, Operation operation) {}

  /** By id. */
  public final Map<Integer, Proc> running = new TreeMap<>();

  private final Map<String, Slot> slots = new HashMap<>();

  /** Of all slots that there are or were. */
  private final Set<String> slotNames = new HashSet<>();

  /** Events, mutexes and semaphores. */
  final Map<String, Named> named = new HashMap<>();

  final Map<String, ModelPipe> pipes = new TreeMap<>();

  /** The last process that had each id. */
  private final Map<Integer, Proc> started = new TreeMap<>();

  long messagesWritten;

  /** Messages that went unread with their slots. */
  long messagesDropped;

  /** Messages that reads have got from slots that are closed. */
  long messagesGiven;

  public Proc start(int processId, Kernel32 kernel32) {
    Proc process = new Proc(processId, kernel32);
    running.put(processId, process);
    started.put(processId, process);
    return process;
  }

  /** The living slot of that name, or null. */
  public Slot slot(String name) {
    return slots.get(name.toUpperCase(Locale.ROOT));
  }

  /** Whether there is or was a slot of that name. */
  boolean isSlotKnown(String name) {
    return slotNames.contains(name.toUpperCase(Locale.ROOT));
  }

  /** The processes that have ended and that no row points to. */
  List<Proc> forgotten() {
    return started.values().stream()
        .filter(process -> process.isEnded)
        .filter(process -> rowsOf(process.thing) + rowsOf(process.thread) == 0)
        .toList();
  }

  public void add(Slot slot) {
    slotNames.add(slot.name.toUpperCase(Locale.ROOT));
    slots.put(slot.name.toUpperCase(Locale.ROOT), slot);
  }

  boolean hasNames() {
    return !slots.isEmpty() || !named.isEmpty() || !pipes.isEmpty();
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
    closeIfLast(process.rows.remove(value).thing);
  }

  private void closeIfLast(Thing thing) {
    if (rowsOf(thing) > 0) {
      return;
    }
    if (thing.isServer()) {
      close(thing.slot);
    } else if (thing instanceof Named object && object.name != null) {
      named.remove(object.name);
    } else if (thing instanceof ModelPipe.End end) {
      close(end);
    }
  }

  void close(ModelPipe.End end) {
    end.lastRowClosed();
    if (end.pipe.name != null && end.pipe.instances.isEmpty()) {
      pipes.remove(end.pipe.name, end.pipe);
    }
  }

  void close(Slot slot) {
    if (!slot.isClosed) {
      slot.isClosed = true;
      messagesDropped += slot.messages.size();
      messagesGiven += slot.given;
      slot.messages.clear();
      slots.remove(slot.name.toUpperCase(Locale.ROOT), slot);
      List.copyOf(slot.pendingReads).forEach(read -> read.cancel(Win32Error.ERROR_HANDLE_EOF));
    }
  }

  /** Its rows are closed; how it ended is not known yet. */
  void vanish(Proc process) {
    if (process.isGone) {
      return;
    }
    process.isGone = true;
    List.copyOf(process.waits).forEach(PendingWait::end);
    var unused = process.cancel(operation -> true);
    process.threads.forEach(OfThread::abandon);
    while (!process.rows.isEmpty()) {
      closeIfLast(process.rows.pollFirstEntry().getValue().thing);
    }
    running.remove(process.id);
  }

  public void end(Proc process, int exitCode) {
    vanish(process);
    if (!process.isEnded) {
      process.isEnded = true;
      process.exitCode = exitCode;
      process.threads.forEach(OfThread::end);
      process.thread.end();
      process.thing.signal();
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
            boolean countsUses = isWhole || entry.thing.process == null;
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
