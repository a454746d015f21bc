package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.Thing.Event;
import handlelab.sim.Thing.Kind;
import handlelab.sim.Thing.Mutex;
import handlelab.sim.Thing.Named;
import handlelab.sim.Thing.Semaphore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Random calls on events, mutexes and semaphores, and waits for objects of all types. */
final class ObjectActions {
  private static final Kind[] KINDS = {Kind.EVENT, Kind.MUTEX, Kind.SEMAPHORE};

  private final Caller caller;

  ObjectActions(Caller caller) {
    this.caller = caller;
  }

  /** One of them. */
  void operate() {
    switch (caller.random.nextInt(12)) {
      case 0, 1 -> create();
      case 2 -> open();
      case 3, 4 -> setOrReset();
      case 5, 6 -> releaseMutex();
      case 7, 8 -> releaseSemaphore();
      default -> waitForSome();
    }
  }

  private static String title(Kind kind) {
    return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private String name() {
    return caller.random.nextInt(4) == 0 ? null : caller.name("object");
  }

  private void create() {
    String name = name();
    Kind kind = KINDS[caller.random.nextInt(KINDS.length)];
    SecurityAttributes attributes = caller.attributes();
    boolean first = caller.random.nextBoolean();
    boolean second = caller.random.nextBoolean();
    int maximum = 1 + caller.random.nextInt(3);
    int count = caller.random.nextInt(maximum + 1);
    Named live = name == null ? null : caller.model.named.get(name);
    caller.trace("create%s %s %b %b %d %d", title(kind), name, first, second, count, maximum);
    caller.expect(
        live != null && live.kind != kind ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () -> {
          Created made =
              switch (kind) {
                case EVENT -> caller.kernel32.createEvent(attributes, first, second, name);
                case MUTEX -> caller.kernel32.createMutex(attributes, first, name);
                default -> caller.kernel32.createSemaphore(attributes, count, maximum, name);
              };
          assertEquals(live != null, made.existed());
          Named object =
              live != null
                  ? live
                  : switch (kind) {
                    case EVENT -> new Event(name, first, second);
                    case MUTEX -> new Mutex(name);
                    default -> new Semaphore(name, count, maximum);
                  };
          if (live == null && object instanceof Mutex mutex && first) {
            var unused = mutex.take(caller.thread);
          }
          if (name != null) {
            caller.model.named.put(name, object);
          }
          caller.add(made.handle(), object, kind.allAccess, attributes);
        });
  }

  private void open() {
    String name = caller.name("object");
    Kind kind = KINDS[caller.random.nextInt(KINDS.length)];
    int access = caller.random.nextBoolean() ? Win32.SYNCHRONIZE : kind.allAccess;
    SecurityAttributes attributes = caller.attributes();
    boolean inherit = attributes != null;
    Named live = caller.model.named.get(name);
    caller.trace("open%s %s %x", title(kind), name, access);
    int expected = 0;
    if (live == null) {
      expected = Win32Error.ERROR_FILE_NOT_FOUND;
    } else if (live.kind != kind) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    }
    caller.expect(
        expected,
        () -> {
          Handle made =
              switch (kind) {
                case EVENT -> caller.kernel32.openEvent(access, inherit, name);
                case MUTEX -> caller.kernel32.openMutex(access, inherit, name);
                default -> caller.kernel32.openSemaphore(access, inherit, name);
              };
          caller.add(made, live, access, attributes);
        });
  }

  private int error(Entry entry, Kind kind, int access) {
    if (entry == null || entry.thing().kind != kind) {
      return Win32Error.ERROR_INVALID_HANDLE;
    }
    return entry.allows(access) ? 0 : Win32Error.ERROR_ACCESS_DENIED;
  }

  private void setOrReset() {
    long value = caller.valueOf(Kind.EVENT);
    Entry entry = caller.self.rows.get(value);
    boolean sets = caller.random.nextInt(3) != 0;
    int expected = error(entry, Kind.EVENT, Win32.EVENT_MODIFY_STATE);
    Handle handle = new Handle(value);
    caller.trace("%s %x", sets ? "setEvent" : "resetEvent", value);
    if (sets && caller.expect(expected, () -> caller.kernel32.setEvent(handle))) {
      ((Event) entry.thing()).set();
    } else if (!sets && caller.expect(expected, () -> caller.kernel32.resetEvent(handle))) {
      ((Event) entry.thing()).reset();
    }
  }

  private void releaseMutex() {
    long value = caller.valueOf(Kind.MUTEX);
    Entry entry = caller.self.rows.get(value);
    int expected = error(entry, Kind.MUTEX, 0);
    if (expected == 0 && ((Mutex) entry.thing()).owner != caller.thread) {
      expected = Win32Error.ERROR_NOT_OWNER;
    }
    caller.trace("releaseMutex %x", value);
    if (caller.expect(expected, () -> caller.kernel32.releaseMutex(new Handle(value)))) {
      ((Mutex) entry.thing()).release();
    }
  }

  private void releaseSemaphore() {
    long value = caller.valueOf(Kind.SEMAPHORE);
    Entry entry = caller.self.rows.get(value);
    int count = 1 + caller.random.nextInt(3);
    int expected = error(entry, Kind.SEMAPHORE, Win32.SEMAPHORE_MODIFY_STATE);
    if (expected == 0 && !((Semaphore) entry.thing()).takes(count)) {
      expected = Win32Error.ERROR_TOO_MANY_POSTS;
    }
    caller.trace("releaseSemaphore %x by %d", value, count);
    if (caller.expect(
        expected,
        () -> {
          int before = caller.kernel32.releaseSemaphore(new Handle(value), count);
          assertEquals(((Semaphore) entry.thing()).count, before);
        })) {
      ((Semaphore) entry.thing()).release(count);
    }
  }

  /** Waits for one object, or for some of them. */
  private void waitForSome() {
    List<Handle> handles = new ArrayList<>();
    List<Thing> things = new ArrayList<>();
    int expected = 0;
    boolean isSingle = caller.random.nextBoolean();
    boolean isForAll = !isSingle && caller.random.nextBoolean();
    for (int left = isSingle ? 1 : 1 + caller.random.nextInt(4); left > 0; left--) {
      Kind[] kinds = {caller.pick(List.of(Kind.values()))};
      long value = caller.valueOf(caller.random.nextBoolean() ? KINDS : kinds);
      Entry entry = caller.self.rows.get(value);
      handles.add(new Handle(value));
      if (expected == 0 && (entry == null || !entry.allows(Win32.SYNCHRONIZE))) {
        expected = entry == null ? Win32Error.ERROR_INVALID_HANDLE : Win32Error.ERROR_ACCESS_DENIED;
      }
      if (entry != null) {
        things.add(entry.thing());
      }
    }
    if (!caller.isStrict()
        && (isForAll || things.stream().anyMatch(thing -> thing.kind.isFile()))) {
      return; // Wine takes an object twice, and files are signalled otherwise.
    }
    if (expected == 0 && isForAll && new HashSet<>(things).size() < things.size()) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    int millis = caller.mayWait() ? caller.random.nextInt(20) - 1 : 0;
    String function = isSingle ? "waitForSingleObject" : "waitForMultipleObjects";
    caller.trace("%s %s, all %b, %d ms", function, handles, isForAll, millis);
    if (expected != 0) {
      caller.expect(expected, () -> call(isSingle, handles, isForAll, millis));
      return;
    }
    PendingWait wait = new PendingWait(caller.thread, isForAll, things);
    boolean isDelayed = wait.result == Win32.WAIT_TIMEOUT;
    int[] result = {-1};
    caller.expect(0, () -> result[0] = call(isSingle, handles, isForAll, millis));
    caller.trace("  waited, %x", result[0]);
    assertEquals(wait.result, result[0]);
    wait.end();
    if (result[0] != Win32.WAIT_TIMEOUT) {
      caller.saw(isDelayed ? "waits served later" : "waits served at once");
      if ((result[0] & Win32.WAIT_ABANDONED) != 0) {
        caller.saw("abandoned mutexes");
      }
    }
  }

  private int call(boolean isSingle, List<Handle> handles, boolean isForAll, int millis) {
    return isSingle
        ? caller.kernel32.waitForSingleObject(handles.get(0), millis)
        : caller.kernel32.waitForMultipleObjects(handles, isForAll, millis);
  }
}
