package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tables, objects and slots must look like, kept in plain maps: small enough to be believed.
 */
final class ReferenceModel {
  enum Kind {
    SERVER,
    CLIENT,
    PROCESS,
    THREAD
  }

  static final class Thing {
    final Kind kind;
    Slot slot;
    Proc process;

    Thing(Kind kind) {
      this.kind = kind;
    }

    boolean isSignalled() {
      return slot != null || process.isEnded;
    }
  }

  /** A read that may be waiting. */
  static final class PendingRead {
    final Proc process;
    boolean isCancelled;

    PendingRead(Proc process) {
      this.process = process;
    }
  }

  static final class Slot {
    final String name;
    final int maxMessageChars;
    int timeoutMillis;
    final Deque<String> messages = new ArrayDeque<>();
    final Map<String, Integer> lastReadByWriter = new HashMap<>();
    final List<PendingRead> pendingReads = new ArrayList<>();
    boolean isClosed;

    Slot(String name, int maxMessageChars, int timeoutMillis) {
      this.name = name;
      this.maxMessageChars = maxMessageChars;
      this.timeoutMillis = timeoutMillis;
    }
  }

  record Entry(Thing thing, int access, int flags) {
    boolean isInheritable() {
      return (flags & 1) != 0;
    }
  }

  static final class Proc {
    final int id;
    final TreeMap<Long, Entry> rows = new TreeMap<>();
    final Thing thing = new Thing(Kind.PROCESS);
    final Thing thread = new Thing(Kind.THREAD);

    /** It makes no calls and has no rows any more. */
    boolean isGone;

    /** Its exit code is known, too. */
    boolean isEnded;

    int exitCode = 259;

    Proc(int id) {
      this.id = id;
      thing.process = this;
      thread.process = this;
    }
  }

  final Map<Integer, Proc> running = new TreeMap<>();
  final Map<String, Slot> slots = new HashMap<>();

  /** Messages that went unread with their slots. */
  long messagesDropped;

  Proc start(int processId) {
    Proc process = new Proc(processId);
    running.put(processId, process);
    return process;
  }

  int rowsOf(Thing thing) {
    int rows = 0;
    for (Proc process : running.values()) {
      for (Entry entry : process.rows.values()) {
        rows += entry.thing == thing ? 1 : 0;
      }
    }
    return rows;
  }

  void add(Proc process, long value, Entry entry) {
    assertEquals(0, value % 4, "a handle value is a multiple of four");
    assertTrue(process.rows.put(value, entry) == null, "a value in use was handed out again");
  }

  void remove(Proc process, long value) {
    Entry entry = process.rows.remove(value);
    closeSlotWhereLast(entry.thing);
  }

  private void closeSlotWhereLast(Thing thing) {
    if (thing.kind == Kind.SERVER && rowsOf(thing) == 0) {
      close(thing.slot);
    }
  }

  void close(Slot slot) {
    if (!slot.isClosed) {
      slot.isClosed = true;
      messagesDropped += slot.messages.size();
      slot.messages.clear();
      slots.remove(slot.name, slot);
    }
  }

  /** Its rows are closed; how it ended is not known yet. */
  void vanish(Proc process) {
    if (process.isGone) {
      return;
    }
    process.isGone = true;
    running.remove(process.id);
    List<Entry> entries = new ArrayList<>(process.rows.values());
    process.rows.clear();
    entries.forEach(entry -> closeSlotWhereLast(entry.thing));
  }

  void end(Proc process, int exitCode) {
    vanish(process);
    if (!process.isEnded) {
      process.isEnded = true;
      process.exitCode = exitCode;
    }
  }

  /** The invariants: the same rows, and each object's usage count is its rows over all tables. */
  void check(HandleTables tables) {
    assertEquals(new ArrayList<>(running.keySet()), tables.processIds());
    Map<Thing, Long> addresses = new HashMap<>();
    Map<Thing, Integer> counts = new HashMap<>();
    for (Proc process : running.values()) {
      process.rows.values().forEach(entry -> counts.merge(entry.thing, 1, Integer::sum));
    }
    for (Proc process : running.values()) {
      List<HandleRow> rows = tables.handles(process.id);
      assertEquals(
          new ArrayList<>(process.rows.keySet()),
          rows.stream().map(row -> row.handle().value()).toList());
      for (HandleRow row : rows) {
        Entry entry = process.rows.get(row.handle().value());
        assertEquals(entry.access, row.grantedAccess());
        assertEquals(entry.flags, (row.inheritable() ? 1 : 0) + (row.protectedFromClose() ? 2 : 0));
        assertEquals(counts.get(entry.thing), row.usageCount());
        Long known = addresses.putIfAbsent(entry.thing, row.objectAddress());
        assertTrue(known == null || known == row.objectAddress(), "one object at two addresses");
      }
    }
    assertEquals(
        addresses.size(), addresses.values().stream().distinct().count(), "two objects at one");
  }
}
