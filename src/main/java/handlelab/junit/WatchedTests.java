package handlelab.junit;

import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.leaks.ChildHandles;
import handlelab.recorder.CallStack;
import handlelab.recorder.LocalRecorder;
import handlelab.recorder.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * The tests and classes that run now in a JVM with the agent, and what each of them leaves behind.
 *
 * <p>A test that runs alone answers for the handles of all threads. Tests that run at the same time
 * answer for those of their own thread; what other threads opened meanwhile is reported with the
 * last of these tests. A fault is reported once, even if its test is watched in several ways.
 *
 * <p>Any thread may call. The lock is this object; it is not held during the time of grace.
 */
final class WatchedTests {
  /** No open has this number or a higher one. */
  private static final long NO_HANDLE = Long.MAX_VALUE;

  private static final long PAUSE_MILLIS = 10;
  private static final String OWN_FRAME = WatchedTests.class.getName() + ".";

  /** Null without an agent that records for tests. */
  private static final WatchedTests OF_THIS_JVM = find();

  /** A test or a class, or what is around them. */
  private static final class Running {
    final String id;
    final String name;
    final Object watcher;
    final String thread = Thread.currentThread().getName();
    final Recording begin;
    boolean isParallel;

    Running(String id, String name, Object watcher, Recording begin) {
      this.id = id;
      this.name = name;
      this.watcher = watcher;
      this.begin = begin;
    }

    boolean isAround(Running other) {
      return other.id.equals(id) || other.id.startsWith(id + "/");
    }
  }

  /** Tests that run at the same time, each with some other. */
  private record Group(Recording begin, Set<String> names) {
    private static final int SHOWN = 10;

    String who() {
      String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
      return "one of these, which ran in parallel and cannot be told apart here ("
          + shown
          + (names.size() > SHOWN ? ", ..." : "")
          + "),";
    }
  }

  private final LongFunction<Recording> source;
  private final Function<Set<Long>, Map<Long, String>> table;
  private final List<Running> running = new ArrayList<>();
  private Group group;

  private final Set<Long> reportedHandles = new HashSet<>();
  private final Map<CallStack, Long> reportedCloses = new HashMap<>();
  private final Set<Recording.Child> reportedChildren = new HashSet<>();

  /**
   * No tests.
   *
   * @param source knows what was opened after the open with a number, and all else
   * @param table tells the objects of those handle values that are open; null if it cannot
   */
  WatchedTests(LongFunction<Recording> source, Function<Set<Long>, Map<Long, String>> table) {
    this.source = source;
    this.table = table;
  }

  private static WatchedTests find() {
    LocalRecorder agent = LocalRecorder.find();
    return agent == null ? null : new WatchedTests(agent::since, values -> objects(agent, values));
  }

  /** The tests that run in this JVM; null without an agent that records for them. */
  static WatchedTests ofThisJvm() {
    return OF_THIS_JVM;
  }

  /** What the agent knows, or the real table if that answers the program. */
  private static Map<Long, String> objects(LocalRecorder agent, Set<Long> values) {
    Map<Long, String> objects = agent.objects(values);
    if (objects != null || Backends.defaultKind() != BackendKind.REAL) {
      return objects;
    }
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      int process = backend.kernel32().getCurrentProcessId();
      return backend.handleTables().handles(process, values).stream()
          .collect(Collectors.toMap(row -> row.handle().value(), HandleRow::object));
    } catch (Win32Exception | LinkageError e) {
      // The system does not show it, or the program's JNA is too old for handlelab.
      return null;
    }
  }

  /**
   * Begins to watch a test, on its thread.
   *
   * @param id its unique id, which begins with that of what is around it and a slash
   * @param name for people
   * @param watcher who watches, and will say that it ends
   */
  synchronized void begin(String id, String name, Object watcher) {
    Running begun = new Running(id, name, watcher, source.apply(NO_HANDLE));
    for (Running other : running) {
      if (!other.isAround(begun) && !begun.isAround(other)) {
        addToGroup(other);
        addToGroup(begun);
      }
    }
    running.add(begun);
  }

  private void addToGroup(Running test) {
    test.isParallel = true;
    if (group == null || test.begin.sequence() < group.begin.sequence()) {
      group = new Group(test.begin, group == null ? new LinkedHashSet<>() : group.names);
    }
    group.names.add(test.name);
  }

  /**
   * Ends the watching of a test, on its thread.
   *
   * @param who such as {@code the test}
   * @return what it did wrong; empty if it did nothing wrong, or was not watched
   */
  String end(String id, Object watcher, String who, WatchSettings settings) {
    Running test = find(id, watcher);
    if (test == null) {
      return "";
    }
    Recording end = source.apply(test.begin.sequence());
    String thread;
    Group ended = null;
    synchronized (this) {
      running.remove(test);
      thread = test.isParallel ? test.thread : null;
      if (test.isParallel && running.stream().noneMatch(other -> other.isParallel)) {
        ended = group;
        group = null;
      }
    }
    LeakFaults faults = new LeakFaults(end);
    look(new Selection(test.begin, end, thread, settings), end, who, faults);
    if (ended != null) {
      Selection all = new Selection(ended.begin, end, null, settings);
      look(all, source.apply(ended.begin.sequence()), ended.who(), faults);
    }
    return faults.text();
  }

  private synchronized Running find(String id, Object watcher) {
    return running.stream()
        .filter(test -> test.id.equals(id) && test.watcher == watcher)
        .findFirst()
        .orElse(null);
  }

  /**
   * Looks for faults, until there is no handle left or the time of grace is over.
   *
   * @param now what is known to begin with
   */
  private void look(Selection selection, Recording now, String who, LeakFaults faults) {
    long start = System.nanoTime();
    long grace = TimeUnit.MILLISECONDS.toNanos(selection.settings.graceMillis());
    Recording last = now;
    List<Recording.Open> open = selection.open(last);
    Map<Long, String> objects = null;
    while (!open.isEmpty()) {
      objects = table.apply(open.stream().map(Recording.Open::value).collect(Collectors.toSet()));
      // Asked again: a value that was in the table may be another handle's by now.
      last = source.apply(selection.begin.sequence());
      open = selection.open(last);
      if (objects != null) {
        Set<Long> values = objects.keySet();
        open = open.stream().filter(handle -> values.contains(handle.value())).toList();
      }
      if (open.isEmpty() || System.nanoTime() - start >= grace) {
        break;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
    synchronized (this) {
      faults.leftOpen(
          who,
          open.stream().filter(handle -> reportedHandles.add(handle.sequence())).toList(),
          objects,
          last);
      faults.badlyClosed(who, selection.badCloses());
      faults.gave(who, selection.children());
    }
  }

  /** What belongs to a test. The reported faults are used with the lock. */
  private final class Selection {
    private final Recording begin;
    private final Recording end;
    private final String thread;
    private final WatchSettings settings;

    Selection(Recording begin, Recording end, String thread, WatchSettings settings) {
      this.begin = begin;
      this.end = end;
      this.thread = thread;
      this.settings = settings;
    }

    private boolean isOf(String otherThread) {
      return thread == null || thread.equals(otherThread);
    }

    private boolean isWanted(CallStack stack) {
      return !settings.ignores(stack)
          && stack.frames().stream().noneMatch(frame -> frame.startsWith(OWN_FRAME));
    }

    List<Recording.Open> open(Recording now) {
      Set<Integer> sites =
          now.sites().stream()
              .filter(site -> isWanted(site.stack()))
              .map(Recording.Site::number)
              .collect(Collectors.toSet());
      synchronized (WatchedTests.this) {
        return now.open().stream()
            .filter(handle -> handle.sequence() <= end.sequence() && isOf(handle.thread()))
            .filter(handle -> sites.contains(handle.site()))
            .filter(handle -> !reportedHandles.contains(handle.sequence()))
            .toList();
      }
    }

    List<Recording.BadClose> badCloses() {
      Map<CallStack, Long> before = new HashMap<>(reportedCloses);
      begin.badCloses().forEach(close -> before.merge(close.stack(), close.count(), Math::max));
      List<Recording.BadClose> found = new ArrayList<>();
      for (Recording.BadClose close : end.badCloses()) {
        if (isOf(close.thread())
            && isWanted(close.stack())
            && close.count() > before.getOrDefault(close.stack(), 0L)) {
          reportedCloses.put(close.stack(), close.count());
          found.add(close);
        }
      }
      return found;
    }

    List<Recording.Child> children() {
      return end.children().stream()
          .filter(child -> child.inherits() == Recording.Inherits.ALL && isOf(child.thread()))
          .filter(child -> !begin.children().contains(child))
          .filter(child -> !ChildHandles.unnamed(child).isEmpty())
          .filter(reportedChildren::add)
          .toList();
    }
  }
}
