package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import java.lang.StackWalker.StackFrame;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Remembers, for each handle of one process, which call opened it, which set its inherit flag and
 * which closed it; for each child, what its creation said about inheritance and which handles were
 * pushed into it; and each use of a handle after it was closed.
 *
 * <p>It knows only what went through {@link #kernel32}: a handle that native code or the JVM opens,
 * or that another process closes, is not seen. It tells why a row is there; that it is there, and
 * its flag, only the table can tell.
 *
 * <p>A call that opens, changes and closes no handle costs some hundred nanoseconds more than
 * without the log; another one also the time, and an entry. All methods may be called from any
 * thread; no lock is held while the kernel is called. If one thread closes a value and another gets
 * it at once, the newer entry stays: the closing thread removes only the entry that it saw before
 * its call.
 */
public final class CallLog {
  /** Children, push targets, closed handles: of more, the oldest are forgotten. */
  private static final int MOST_REMEMBERED = 4096;

  private static final StackWalker STACK = StackWalker.getInstance();

  private final Kernel32 logged;
  private final Kernel32 unlogged;
  private final int processId;
  private final boolean keepsStacks;
  private final Clock clock;
  private final AtomicLong lastNumber = new AtomicLong();
  private final ConcurrentMap<Long, LoggedHandle> open = new ConcurrentHashMap<>();
  // Each of the next four guards itself.
  private final Map<Long, ClosedHandle> closed = Recent.synchronizedMap();
  private final Map<Long, HandleMisuse> misuses = Recent.synchronizedMap();
  private final Map<Integer, LoggedCreation> creations = Recent.synchronizedMap();
  private final Map<Integer, Map<Long, Call>> pushes = Recent.synchronizedMap();

  CallLog(Kernel32 kernel32, boolean keepsStacks, Clock clock) {
    this.unlogged = kernel32;
    this.processId = kernel32.getCurrentProcessId();
    this.keepsStacks = keepsStacks;
    this.clock = clock;
    this.logged = Kernel32Call.intercept(new CallLogInterceptor(kernel32, this));
  }

  /**
   * A log of the calls that one process makes from now on.
   *
   * @param kernel32 the functions of that process
   * @return a log that has no entry yet
   */
  public static CallLog of(Kernel32 kernel32) {
    return new CallLog(kernel32, false, Clock.systemUTC());
  }

  /**
   * A log that also keeps the stack of each call; that costs some microseconds a call, and memory.
   *
   * @param kernel32 the functions of that process
   * @return a log that has no entry yet
   */
  public static CallLog withStacks(Kernel32 kernel32) {
    return new CallLog(kernel32, true, Clock.systemUTC());
  }

  /** {@return the kernel32 to make the calls with that are to be remembered} */
  public Kernel32 kernel32() {
    return logged;
  }

  /** The kernel32 behind it, whose calls are not remembered. */
  Kernel32 unlogged() {
    return unlogged;
  }

  /** {@return the id of the process whose calls these are} */
  public int processId() {
    return processId;
  }

  /** {@return whether calls are remembered with their stacks} */
  public boolean keepsStacks() {
    return keepsStacks;
  }

  /** {@return the highest number that a call has; 0 before the first one} */
  public long lastNumber() {
    return lastNumber.get();
  }

  /** {@return the handles that are open according to the calls, by ascending value} */
  public List<LoggedHandle> handles() {
    List<LoggedHandle> handles = new ArrayList<>(open.values());
    handles.sort(Comparator.comparingLong(logged -> logged.handle().value()));
    return handles;
  }

  /**
   * {@return what is known of one open handle of the process; empty if the log does not know it}
   *
   * @param handle its value; the two low bits do not count
   */
  public Optional<LoggedHandle> handle(Handle handle) {
    return Optional.ofNullable(find(handle));
  }

  /**
   * {@return the last closing of a value; empty if no logged call has closed it}
   *
   * <p>The value may have been opened again since; see {@link #handle}.
   *
   * @param handle the value; the two low bits do not count
   */
  public Optional<ClosedHandle> closing(Handle handle) {
    return Optional.ofNullable(closed.get(key(handle)));
  }

  /**
   * {@return the calls that closed a handle twice or used it after it was closed, in their order}
   */
  public List<HandleMisuse> misuses() {
    synchronized (misuses) {
      return List.copyOf(misuses.values());
    }
  }

  /**
   * {@return the creation of a child; empty if no logged call created it}
   *
   * @param childProcessId the child's process id
   */
  public Optional<LoggedCreation> creation(int childProcessId) {
    return Optional.ofNullable(creations.get(childProcessId));
  }

  /** {@return the creations of all children, in their order} */
  public List<LoggedCreation> creations() {
    synchronized (creations) {
      return List.copyOf(creations.values());
    }
  }

  /**
   * {@return the call of {@code DuplicateHandle} that put a row into another process's table; empty
   * if no logged call did}
   *
   * @param targetProcessId the id of the process that has the row
   * @param handle the value that the row has in that process
   */
  public Optional<Call> push(int targetProcessId, Handle handle) {
    return Optional.ofNullable(pushes.get(targetProcessId))
        .map(ofProcess -> ofProcess.get(key(handle)));
  }

  // What follows is for CallLogInterceptor.

  /** The start of a call: its number and time. */
  record Begun(long number, Instant time) {}

  Begun begin() {
    return new Begun(lastNumber.incrementAndGet(), clock.instant());
  }

  Call end(Begun begun, String function) {
    return new Call(
        begun.number(),
        lastNumber.get(),
        function,
        begun.time(),
        Thread.currentThread().getName(),
        keepsStacks ? callerStack() : List.of());
  }

  LoggedHandle find(Handle handle) {
    return open.get(key(handle));
  }

  void opened(LoggedHandle handle) {
    open.put(key(handle.handle()), handle);
  }

  /** For a handle that was opened without the log and is changed with it. */
  LoggedHandle findOrAdd(Handle handle) {
    return open.computeIfAbsent(
        key(handle), value -> LoggedHandle.openedWithoutLog(new Handle(value)));
  }

  /** Changes an entry, unless the value has a newer one. */
  void update(LoggedHandle seenBefore, UnaryOperator<LoggedHandle> change) {
    var unused =
        open.computeIfPresent(
            key(seenBefore.handle()),
            (value, now) -> now.isSameOpening(seenBefore) ? change.apply(now) : now);
  }

  /**
   * Moves an entry to the closed ones, unless the value has a newer entry.
   *
   * @param seenBefore the entry before the call; null if there was none
   */
  void closed(Handle handle, LoggedHandle seenBefore, Call call) {
    if (handle.value() <= 0) {
      return;
    }
    Optional<Call> openedBy = Optional.empty();
    String what = null;
    if (seenBefore != null) {
      openedBy = seenBefore.openedBy();
      what = seenBefore.what();
      update(seenBefore, now -> null);
    }
    closed.put(key(handle), new ClosedHandle(new Handle(key(handle)), what, openedBy, call));
  }

  /** A call failed because one of these handles, or another of its arguments, is not open. */
  void failed(String function, List<Handle> handles) {
    for (Handle handle : handles) {
      Optional<ClosedHandle> closing = find(handle) == null ? closing(handle) : Optional.empty();
      if (closing.isPresent()) {
        Call call = end(begin(), function);
        misuses.put(call.number(), new HandleMisuse(call, closing.get()));
      }
    }
  }

  void created(LoggedCreation creation) {
    // The id may have belonged to a process that has ended.
    pushes.remove(creation.processId());
    creations.put(creation.processId(), creation);
  }

  void resumed(int childProcessId) {
    var unused = creations.computeIfPresent(childProcessId, (id, creation) -> creation.resumed());
  }

  void pushed(int targetProcessId, Handle handle, Call call) {
    pushes.computeIfAbsent(targetProcessId, id -> new ConcurrentHashMap<>()).put(key(handle), call);
  }

  void pulled(int sourceProcessId, Handle handle) {
    Map<Long, Call> ofProcess = pushes.get(sourceProcessId);
    if (ofProcess != null) {
      ofProcess.remove(key(handle));
    }
  }

  /** Windows ignores the two low bits of a handle value. */
  private static Long key(Handle handle) {
    return handle.value() & ~3L;
  }

  /** The frames of the code that makes the call, without those of the log and of a test runner. */
  private static List<StackTraceElement> callerStack() {
    return STACK.walk(
        frames ->
            frames
                .dropWhile(frame -> isOfTheLog(frame.getClassName()))
                .takeWhile(frame -> !isOfTestRunner(frame.getClassName()))
                .map(StackFrame::toStackTraceElement)
                .toList());
  }

  private static boolean isOfTheLog(String className) {
    return className.equals(CallLog.class.getName())
        || className.equals(CallLogInterceptor.class.getName())
        || className.equals(Kernel32Call.class.getName())
        || className.contains("$Proxy");
  }

  private static boolean isOfTestRunner(String className) {
    return className.startsWith("org.junit.") || className.startsWith("org.testng.");
  }

  /** A map that forgets its oldest entry if it has too many; what is put again is the newest. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    static <K, V> Map<K, V> synchronizedMap() {
      return Collections.synchronizedMap(new Recent<>());
    }

    @Override
    public V put(K key, V value) {
      remove(key);
      return super.put(key, value);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }
}
