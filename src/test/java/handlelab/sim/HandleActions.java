package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Kind;

/** What an actor does with rows, whatever they point to. */
final class HandleActions {
  private final Actor actor;

  HandleActions(Actor actor) {
    this.actor = actor;
  }

  /** One call of DuplicateHandle from the own table into the own or another one. */
  void duplicate() {
    long value = actor.anyValue();
    Entry entry = actor.self.rows.get(value);
    boolean isRemote = actor.random.nextInt(3) == 0;
    long processValue = isRemote ? actor.valueOf(Kind.PROCESS) : -1;
    Entry processEntry = isRemote ? actor.self.rows.get(processValue) : null;
    int options =
        actor.random.nextInt(8) | (actor.random.nextInt(4) == 0 ? 0 : Win32.DUPLICATE_SAME_ACCESS);
    boolean inherit = actor.random.nextBoolean();
    int desired = actor.random.nextBoolean() ? Win32.SYNCHRONIZE : Win32.FILE_WRITE_DATA;
    Proc target =
        isRemote ? (processEntry == null ? null : processEntry.thing().process) : actor.self;
    boolean isProcess =
        !isRemote || (processEntry != null && processEntry.thing().kind == Kind.PROCESS);
    boolean isSame = (options & Win32.DUPLICATE_SAME_ACCESS) != 0;
    actor.trace(
        "duplicates %x into %x, options %d, access %x", value, processValue, options, desired);
    int expected = 0;
    if (entry == null || !isProcess) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((isRemote && (processEntry.access() & 0x40) == 0) || target.isGone) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (!isSame && entry.thing().kind.isFile() && (desired & ~entry.access()) != 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (!isSame && (desired & ~entry.thing().kind.allAccess) != 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    boolean closes = (options & 1) != 0 && entry != null && (entry.flags() & 2) == 0;
    boolean isMade =
        actor.expect(
            expected,
            () -> {
              Handle made =
                  actor.kernel32.duplicateHandle(
                      Handle.CURRENT_PROCESS,
                      new Handle(value),
                      new Handle(processValue),
                      desired,
                      inherit,
                      options);
              actor.trace("  made %s", made);
              int flags = (options & 4) != 0 ? entry.flags() : inherit ? 1 : 0;
              // The right to suspend a thread carries the right to resume it.
              boolean isImplied = entry.thing().kind == Kind.THREAD && desired == 2;
              int access = isSame ? entry.access() : isImplied ? 0x1002 : desired;
              Entry copy = new Entry(entry.thing(), access, flags);
              if (closes && target == actor.self) {
                assertEquals(value, made.value(), "the value just closed is the next one");
                actor.self.rows.put(value, copy);
              } else {
                actor.model.add(target, made, copy);
              }
            });
    if (closes && (target != actor.self || !isMade)) {
      actor.model.remove(actor.self, value);
    }
  }

  void close() {
    long value = actor.anyValue();
    Entry entry = actor.self.rows.get(value);
    boolean isClosable = entry != null && (entry.flags() & 2) == 0;
    int low = actor.random.nextInt(4);
    actor.trace("closes %x", value + low);
    if (actor.expect(
        isClosable ? 0 : Win32Error.ERROR_INVALID_HANDLE,
        () -> actor.kernel32.closeHandle(new Handle(value + low)))) {
      actor.model.remove(actor.self, value);
    }
  }

  void setFlags() {
    long value = actor.anyValue();
    Entry entry = actor.self.rows.get(value);
    int mask = actor.random.nextInt(4);
    int flags = actor.random.nextInt(4) == 0 ? actor.random.nextInt(4) : actor.random.nextInt(2);
    actor.trace("sets flags %d of mask %d of %x", flags, mask, value);
    if (actor.expect(
        entry == null ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () -> actor.kernel32.setHandleInformation(new Handle(value), mask, flags))) {
      int merged = (entry.flags() & ~mask) | (flags & mask);
      actor.self.rows.put(value, new Entry(entry.thing(), entry.access(), merged));
      assertEquals(merged, actor.kernel32.getHandleInformation(new Handle(value)));
    }
  }

  /** A row for the calling thread, which another one can wait for. */
  void duplicateThread() {
    actor.trace("duplicates its thread's pseudo handle");
    actor.expect(
        0,
        () -> {
          Handle self = Handle.CURRENT_PROCESS;
          Handle made =
              actor.kernel32.duplicateHandle(
                  self, Handle.CURRENT_THREAD, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
          actor.add(made, actor.thread, Kind.THREAD.allAccess, null);
        });
  }

  /** Two rows are the same object, or not. */
  void compare() {
    long first = actor.anyValue();
    long second = actor.anyValue();
    Entry one = actor.self.rows.get(first);
    Entry other = actor.self.rows.get(second);
    actor.trace("compares %x with %x", first, second);
    actor.expect(
        one == null || other == null ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () ->
            assertEquals(
                one != null && other != null && one.thing() == other.thing(),
                actor.kernel32.compareObjectHandles(new Handle(first), new Handle(second))));
  }
}
