package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Random calls on rows, whatever they point to: duplicate, flag, close, compare. */
final class HandleActions {
  private static final int READ_AND_WRITE = Win32.FILE_READ_DATA | Win32.FILE_WRITE_DATA;

  private final Caller caller;

  HandleActions(Caller caller) {
    this.caller = caller;
  }

  /** One of them. */
  void operate() {
    switch (caller.random.nextInt(28)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> duplicate();
      case 11, 12, 13, 14, 15, 16, 17, 18 -> close();
      case 19, 20, 21, 22, 23, 24 -> setFlags();
      case 25 -> duplicateThread();
      default -> compare();
    }
  }

  /**
   * A process that takes part in a duplication.
   *
   * @param handle by which the caller names it
   * @param process null if the handle names none
   */
  private record Side(long handle, Proc process, boolean isAllowed) {
    /** What the call fails with, the error of the simulated kernel first; empty if it may go on. */
    Set<Integer> refusals(boolean isSource) {
      Set<Integer> refusals = new LinkedHashSet<>();
      if (process == null) {
        refusals.add(Win32Error.ERROR_INVALID_HANDLE);
      } else if (!isAllowed || process.isGone) {
        refusals.add(Win32Error.ERROR_ACCESS_DENIED);
        if (isSource) {
          refusals.add(Win32Error.ERROR_INVALID_HANDLE);
        }
      }
      return refusals;
    }
  }

  /** One time in so many, it is another process. */
  private Side side(int times) {
    long value = caller.valueOf(Kind.PROCESS);
    // NULL as a target closes the source and makes nothing, which a scenario shows.
    if (caller.random.nextInt(times) != 0 || value == Handle.NULL.value()) {
      return new Side(Handle.CURRENT_PROCESS.value(), caller.self, true);
    }
    Entry entry = caller.self.rows.get(value);
    boolean isProcess = entry != null && entry.thing().isProcess();
    return new Side(
        value,
        isProcess ? entry.thing().process : null,
        isProcess && entry.allows(Win32.PROCESS_DUP_HANDLE));
  }

  /** A value that may name a row of a process. */
  private long valueIn(Proc process) {
    boolean isOther = process != null && process != caller.self && !process.rows.isEmpty();
    return isOther ? caller.pick(List.copyOf(process.rows.keySet())) : caller.anyValue();
  }

  private int desiredAccess(Entry entry) {
    if (entry != null && entry.thing().isProcess()) {
      return caller.processRights();
    }
    boolean isBold = caller.isStrict() && caller.random.nextInt(6) == 0;
    if (entry == null || !entry.thing().kind.isFile()) {
      return isBold ? Win32.FILE_WRITE_DATA : Win32.SYNCHRONIZE;
    }
    int kept = entry.access() & caller.pick(List.of(~0, Win32.SYNCHRONIZE, READ_AND_WRITE));
    return isBold ? kept | READ_AND_WRITE : kept;
  }

  private void duplicate() {
    Side from = side(5);
    Side to = side(2);
    long value = valueIn(from.process);
    Entry entry = from.process == null ? null : from.process.rows.get(value);
    int options =
        caller.random.nextInt(8)
            | (caller.random.nextInt(4) == 0 ? 0 : Win32.DUPLICATE_SAME_ACCESS);
    boolean isSame = (options & Win32.DUPLICATE_SAME_ACCESS) != 0;
    boolean inherit = caller.random.nextBoolean();
    int desired = desiredAccess(entry);
    caller.trace(
        "duplicateHandle %x of %x into %x, options %d, access %x",
        value, from.handle, to.handle, options, desired);
    Set<Integer> errors = from.refusals(true);
    if (entry == null) {
      errors.add(Win32Error.ERROR_INVALID_HANDLE);
    }
    boolean isSourceFound = errors.isEmpty();
    errors.addAll(to.refusals(false));
    if (entry != null && !isSame && !mayHave(entry, desired)) {
      errors.add(Win32Error.ERROR_ACCESS_DENIED);
    }
    boolean closes =
        isSourceFound && (options & Win32.DUPLICATE_CLOSE_SOURCE) != 0 && !entry.isProtected();
    boolean[] isReplaced = {false};
    var unused =
        caller.expectOneOf(
            errors,
            () -> {
              Handle made =
                  caller.kernel32.duplicateHandle(
                      new Handle(from.handle),
                      new Handle(value),
                      new Handle(to.handle),
                      desired,
                      inherit,
                      options);
              caller.trace("  made %s", made);
              boolean isSameFlags = (options & Win32.DUPLICATE_SAME_ATTRIBUTES) != 0;
              int flags = isSameFlags ? entry.flags() : inherit ? Win32.HANDLE_FLAG_INHERIT : 0;
              Entry copy =
                  new Entry(
                      entry.thing(), isSame ? entry.access() : granted(entry, desired), flags);
              boolean isWithin = closes && from.process == to.process;
              if (isWithin && caller.isStrict()) {
                assertEquals(value, made.value(), "the value just closed is the next one");
              }
              isReplaced[0] = isWithin && made.value() == value;
              if (isReplaced[0]) {
                to.process.rows.put(value, copy);
              } else {
                // Before the old row goes, which may have been the object's last one.
                caller.model.add(to.process, made, copy);
              }
            });
    if (closes && !isReplaced[0]) {
      caller.model.remove(from.process, value);
    }
  }

  private static boolean mayHave(Entry entry, int desired) {
    int most = entry.thing().kind.isFile() ? entry.access() : entry.thing().kind.allAccess;
    return (desired & ~most) == 0;
  }

  /** The right to suspend a thread carries the right to resume it. */
  private static int granted(Entry entry, int desired) {
    boolean isImplied = entry.thing().kind == Kind.THREAD && desired == Win32.THREAD_SUSPEND_RESUME;
    return isImplied ? desired | Win32.THREAD_RESUME : desired;
  }

  private void close() {
    long value = caller.anyValue();
    Entry entry = caller.self.rows.get(value);
    boolean isClosable = entry != null && !entry.isProtected();
    int low = caller.random.nextInt(4);
    caller.trace("closeHandle %x", value + low);
    if (caller.expect(
        isClosable ? 0 : Win32Error.ERROR_INVALID_HANDLE,
        () -> caller.kernel32.closeHandle(new Handle(value + low)))) {
      caller.model.remove(caller.self, value);
    }
  }

  private void setFlags() {
    long value = caller.anyValue();
    Entry entry = caller.self.rows.get(value);
    int mask = caller.random.nextInt(4);
    int flags = caller.random.nextInt(4) == 0 ? caller.random.nextInt(4) : caller.random.nextInt(2);
    caller.trace("setHandleInformation %x, mask %d, flags %d", value, mask, flags);
    if (caller.expect(
        entry == null ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () -> caller.kernel32.setHandleInformation(new Handle(value), mask, flags))) {
      int merged = (entry.flags() & ~mask) | (flags & mask);
      caller.self.rows.put(value, new Entry(entry.thing(), entry.access(), merged));
      assertEquals(merged, caller.kernel32.getHandleInformation(new Handle(value)));
    }
  }

  /** A row for the calling thread, which another one can wait for. */
  private void duplicateThread() {
    if (!caller.mayWait()) {
      return; // There is only one thread.
    }
    caller.trace("duplicateHandle of the thread's pseudo handle");
    caller.expect(
        0,
        () -> {
          Handle self = Handle.CURRENT_PROCESS;
          Handle made =
              caller.kernel32.duplicateHandle(
                  self, Handle.CURRENT_THREAD, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
          caller.add(made, caller.thread, Kind.THREAD.allAccess, null);
        });
  }

  /** Two rows are the same object, or not. */
  private void compare() {
    long first = caller.anyValue();
    long second = caller.anyValue();
    Entry one = caller.self.rows.get(first);
    Entry other = caller.self.rows.get(second);
    caller.trace("compareObjectHandles %x with %x", first, second);
    caller.expect(
        one == null || other == null ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () ->
            assertEquals(
                one != null && other != null && one.thing() == other.thing(),
                caller.kernel32.compareObjectHandles(new Handle(first), new Handle(second))));
  }
}
