package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What tables, objects and slots must look like, in plain maps: small enough to be believed. */
final class Model {
  /** A kernel object. Two rows mean the same object where they hold the same instance. */
  static final class Thing {
    final String type;

    /** Of both ends of a mailslot. */
    final Slot slot;

    /** Of a process or thread. */
    final Proc process;

    private Thing(String type, Slot slot, Proc process) {
      this.type = type;
      this.slot = slot;
      this.process = process;
    }

    boolean isServer() {
      return slot != null && slot.server == this;
    }

    boolean isProcess() {
      return process != null && process.object == this;
    }
  }

  static final class Slot {
    final String name;
    final Deque<Integer> messageSizes = new ArrayDeque<>();
    final Thing server = new Thing("File", this, null);
    boolean isGone;

    private Slot(String name) {
      this.name = name;
    }

    Thing newClient() {
      return new Thing("File", this, null);
    }
  }

  record Row(Thing thing, int access, int flags) {
    boolean isInheritable() {
      return (flags & 1) != 0;
    }

    boolean isProtected() {
      return (flags & 2) != 0;
    }

    boolean allows(int rights) {
      return (access & rights) == rights;
    }
  }

  /** A process: who makes its calls, and its table. */
  static final class Proc {
    final int id;
    final Kernel32 kernel32;
    final TreeMap<Long, Row> rows = new TreeMap<>();
    final Thing object = new Thing("Process", null, this);
    final Thing thread = new Thing("Thread", null, this);
    int exitCode = 259;
    boolean hasEnded;

    Proc(int id, Kernel32 kernel32) {
      this.id = id;
      this.kernel32 = kernel32;
    }

    @Override
    public String toString() {
      return "process " + id;
    }
  }

  final List<Proc> running = new ArrayList<>();
  private final Map<String, Slot> slots = new HashMap<>();

  /** The living slot of that name, or null. */
  Slot slot(String name) {
    return slots.get(name.toUpperCase(Locale.ROOT));
  }

  Slot newSlot(String name) {
    Slot slot = new Slot(name);
    slots.put(name.toUpperCase(Locale.ROOT), slot);
    return slot;
  }

  int rowsOf(Thing thing) {
    int count = 0;
    for (Proc process : running) {
      count += (int) process.rows.values().stream().filter(row -> row.thing() == thing).count();
    }
    return count;
  }

  void add(Proc process, Handle handle, Row row) {
    assertEquals(0, handle.value() & 3, () -> handle + " is no multiple of four");
    assertFalse(process.rows.containsKey(handle.value()), () -> handle + " was in use");
    process.rows.put(handle.value(), row);
  }

  void remove(Proc process, long value) {
    release(process.rows.remove(value).thing());
  }

  /** Ends the slot where the row that was taken out was its server end's last. */
  private void release(Thing thing) {
    if (thing.isServer() && rowsOf(thing) == 0) {
      thing.slot.isGone = true;
      thing.slot.messageSizes.clear();
      slots.remove(thing.slot.name.toUpperCase(Locale.ROOT), thing.slot);
    }
  }

  void end(Proc process, int exitCode) {
    process.hasEnded = true;
    process.exitCode = exitCode;
    List<Row> rows = List.copyOf(process.rows.values());
    process.rows.clear();
    running.remove(process);
    rows.forEach(row -> release(row.thing()));
  }

  /**
   * Compares all rows with what the kernel shows, and each usage count with the rows over all
   * tables.
   *
   * @param nothingElse whether tables and counts hold nothing but what the walk put there
   */
  void check(HandleTables tables, boolean nothingElse) {
    Map<Thing, Long> addresses = new HashMap<>();
    for (Proc process : running) {
      Map<Long, HandleRow> shown = new TreeMap<>();
      tables.handles(process.id).forEach(row -> shown.put(row.handle().value(), row));
      if (nothingElse) {
        assertEquals(process.rows.keySet(), shown.keySet(), process::toString);
      }
      process.rows.forEach(
          (value, row) -> {
            HandleRow actual = shown.get(value);
            String where = process + ", handle " + Long.toHexString(value);
            assertEquals(describe(row, nothingElse), describe(actual, nothingElse), where);
            Long known = addresses.putIfAbsent(row.thing(), actual.objectAddress());
            assertEquals(known == null ? actual.objectAddress() : known, actual.objectAddress());
          });
    }
    if (nothingElse) {
      assertEquals(addresses.size(), addresses.values().stream().distinct().count());
    }
  }

  /** Processes and threads are held by the system, too, so their counts are not all ours. */
  private String describe(Row row, boolean nothingElse) {
    String count = nothingElse || row.thing().slot != null ? "" + rowsOf(row.thing()) : "?";
    return text(row.thing().type, row.access(), row.flags(), count);
  }

  private static String describe(HandleRow row, boolean nothingElse) {
    if (row == null) {
      return "no row";
    }
    String count = nothingElse || row.objectType().equals("File") ? "" + row.usageCount() : "?";
    int flags = (row.inheritable() ? 1 : 0) + (row.protectedFromClose() ? 2 : 0);
    return text(row.objectType(), row.grantedAccess(), flags, count);
  }

  private static String text(String type, int access, int flags, String count) {
    return type + " access " + Integer.toHexString(access) + " flags " + flags + " used " + count;
  }
}
