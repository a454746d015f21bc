package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;
import static handlelab.api.Win32.FILE_READ_DATA;
import static handlelab.api.Win32.FILE_WRITE_DATA;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.contract.RandomWalk.GARBAGE;
import static handlelab.contract.RandomWalk.failsIf;
import static handlelab.contract.RandomWalk.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Random calls on handles: duplicate, flag, close, compare, wait. */
final class HandleSteps {
  private final RandomWalk walk;

  HandleSteps(RandomWalk walk) {
    this.walk = walk;
  }

  void duplicate(Proc actor) {
    RandomWalk.Named from = walk.pickProcess(actor);
    RandomWalk.Named to = walk.pickProcess(actor);
    Handle source = walk.pickHandle(from.process());
    Entry row = row(from.process(), source);
    boolean inherit = walk.random.nextBoolean();
    int options = walk.random.nextInt(8);
    int access = pickAccess(row);

    Set<Integer> errors = new TreeSet<>();
    if ((from.access() & PROCESS_DUP_HANDLE) == 0 || from.process().isEnded) {
      errors.addAll(Set.of(5, 6));
    }
    if (row == null) {
      errors.add(6);
    }
    boolean sourceIsFound = errors.isEmpty();
    if ((to.access() & PROCESS_DUP_HANDLE) == 0 || to.process().isEnded) {
      errors.add(5);
    }
    boolean sameAccess = (options & DUPLICATE_SAME_ACCESS) != 0;
    if (row != null && row.thing().kind.isFile() && !sameAccess && (access & ~row.access()) != 0) {
      errors.add(5);
    }
    String what =
        String.format(
            "%s duplicateHandle(%s, %s, %s, %x, %b, %d)",
            actor, from.handle(), source, to.handle(), access, inherit, options);
    Handle copy =
        walk.call(
            what,
            errors,
            () ->
                actor.kernel32.duplicateHandle(
                    from.handle(), source, to.handle(), access, inherit, options));
    boolean closes = sourceIsFound && (options & DUPLICATE_CLOSE_SOURCE) != 0;
    Entry copied = null;
    if (copy != null) {
      boolean sameFlags = (options & DUPLICATE_SAME_ATTRIBUTES) != 0;
      int flags = sameFlags ? row.flags() : inherit ? 1 : 0;
      copied = new Entry(row.thing(), sameAccess ? row.access() : access, flags);
    }
    move(from.process(), source, closes && !row.isProtected(), to.process(), copy, copied);
  }

  /** The new row stands before the old one goes, or a last server end would be gone in between. */
  private void move(Proc from, Handle source, boolean closes, Proc to, Handle copy, Entry copied) {
    long old = source.value() & ~3L;
    // Wine keeps the row in place, and hands back the value with the low bits that it was given.
    long value = copy == null ? 0 : copy.value() & (walk.isStrict ? ~0L : ~3L);
    if (copy != null && closes && from == to && value == old) {
      to.rows.put(old, copied);
      return;
    }
    if (copy != null) {
      walk.model.add(to, copy, copied);
    }
    if (closes) {
      walk.model.remove(from, old);
    }
  }

  private int pickAccess(Entry row) {
    if (row == null || !row.thing().kind.isFile()) {
      return row != null && !row.thing().isProcess() ? SYNCHRONIZE : walk.pickRights();
    }
    int raised =
        walk.isStrict && walk.random.nextInt(6) == 0 ? FILE_WRITE_DATA | FILE_READ_DATA : 0;
    return (row.access() & walk.pick(List.of(~0, SYNCHRONIZE, FILE_READ_DATA | FILE_WRITE_DATA)))
        | raised;
  }

  void setFlags(Proc actor) {
    Handle handle = walk.pickHandle(actor);
    int mask = walk.random.nextInt(4);
    int flags = walk.random.nextInt(4);
    Entry row = row(actor, handle);
    String what = actor + " setHandleInformation(" + handle + ", " + mask + ", " + flags + ")";
    walk.call(
        what,
        failsIf(row == null, 6),
        () -> actor.kernel32.setHandleInformation(handle, mask, flags));
    if (row != null) {
      int now = (row.flags() & ~mask) | (flags & mask);
      actor.rows.put(handle.value() & ~3L, new Entry(row.thing(), row.access(), now));
      assertEquals(now, actor.kernel32.getHandleInformation(handle));
    }
  }

  void close(Proc actor) {
    Handle handle = walk.pickHandle(actor);
    Entry row = row(actor, handle);
    Set<Integer> errors = failsIf(row == null || row.isProtected(), 6);
    walk.call(actor + " closeHandle " + handle, errors, () -> actor.kernel32.closeHandle(handle));
    if (errors.isEmpty()) {
      walk.model.remove(actor, handle.value() & ~3L);
    }
  }

  void compare(Proc actor) {
    Handle first = walk.pickHandle(actor);
    Handle second = walk.pickHandle(actor);
    Entry a = row(actor, first);
    Entry b = row(actor, second);
    Boolean same =
        walk.call(
            actor + " compareObjectHandles(" + first + ", " + second + ")",
            failsIf(a == null || b == null, 6),
            () -> actor.kernel32.compareObjectHandles(first, second));
    if (same != null) {
      assertEquals(a.thing() == b.thing(), same);
    }
    Handle unknown = walk.random.nextBoolean() ? GARBAGE : first;
    Thing waited = row(actor, unknown) == null ? null : row(actor, unknown).thing();
    if (waited != null && waited.process != null && row(actor, unknown).allows(SYNCHRONIZE)) {
      Integer result =
          walk.call(
              actor + " waitForSingleObject " + unknown,
              Set.of(),
              () -> actor.kernel32.waitForSingleObject(unknown, 0));
      assertEquals(waited.process.isEnded ? 0 : 258, result);
    }
  }
}
