package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers, for each handle of one process, which call made it and which set its inherit flag; and
 * for each child, what its creation said about inheritance and which handles were pushed into it.
 *
 * <p>It knows what went through {@link #kernel32}, and nothing else: a handle that native code or
 * the JVM opens, or that another process closes from outside, is not seen. So it tells why a row is
 * there; that it is there, and its flag, only the table can tell.
 *
 * <p>A call that makes, changes or closes no handle costs nothing; each other one two atomic
 * operations, the time, and an entry for as long as the handle is open. All methods may be called
 * from any thread; no lock is held while the kernel is called. A value that is closed by one thread
 * and at once given to another keeps the newer entry: the closing one only takes away the entry
 * that it saw before its call.
 */
public final class CallLog {
  /** Children and push targets that are remembered, the oldest is forgotten first. */
  private static final int MOST_PROCESSES = 4096;

  private final Kernel32 logged;
  private final Kernel32 unlogged;
  private final int processId;
  private final boolean keepsStacks;
  private final Clock clock;
  private final AtomicLong lastNumber = new AtomicLong();
  private final ConcurrentMap<Long, CallEntry> entries = new ConcurrentHashMap<>();
  // The next two are guarded by themselves.
  private final Map<Integer, LoggedCreation> creations = new Recent<>();
  private final Map<Integer, Map<Long, Call>> pushes = new Recent<>();

  CallLog(Kernel32 kernel32, boolean keepsStacks, Clock clock) {
    this.unlogged = kernel32;
    this.processId = kernel32.getCurrentProcessId();
    this.keepsStacks = keepsStacks;
    this.clock = clock;
    this.logged = new LoggedKernel32(kernel32, this);
  }

  /** A log of the calls that one process makes from now on. */
  public static CallLog of(Kernel32 kernel32) {
    return new CallLog(kernel32, false, Clock.systemUTC());
  }

  /** The same with the stack of each call; that costs some microseconds a call, and memory. */
  public static CallLog withStacks(Kernel32 kernel32) {
    return new CallLog(kernel32, true, Clock.systemUTC());
  }

  /** The kernel32 to make the calls with that shall be remembered. */
  public Kernel32 kernel32() {
    return logged;
  }

  /** The kernel32 behind it: what is called there is not remembered. */
  Kernel32 unlogged() {
    return unlogged;
  }

  /** The process whose calls these are. */
  public int processId() {
    return processId;
  }

  /** Whether calls are remembered with their stacks. */
  public boolean keepsStacks() {
    return keepsStacks;
  }

  /** The highest number that a call has; 0 before the first one. */
  public long lastNumber() {
    return lastNumber.get();
  }

  /** The handles that are open as far as the calls tell, by ascending value. */
  public List<LoggedHandle> handles() {
    List<LoggedHandle> open = new ArrayList<>();
    entries.forEach((value, entry) -> open.add(entry.toHandle(new Handle(value))));
    open.sort(Comparator.comparingLong(handle -> handle.handle().value()));
    return open;
  }

  /** What is known of one handle of the process. */
  public Optional<LoggedHandle> handle(Handle handle) {
    CallEntry entry = find(handle);
    return entry == null ? Optional.empty() : Optional.of(entry.toHandle(new Handle(key(handle))));
  }

  /** The creation of a child, by its process id. */
  public Optional<LoggedCreation> creation(int childProcessId) {
    synchronized (creations) {
      return Optional.ofNullable(creations.get(childProcessId));
    }
  }

  /** The call that put a row into another process's table by {@code DuplicateHandle}. */
  public Optional<Call> push(int targetProcessId, Handle handle) {
    synchronized (pushes) {
      Map<Long, Call> ofProcess = pushes.get(targetProcessId);
      return ofProcess == null ? Optional.empty() : Optional.ofNullable(ofProcess.get(key(handle)));
    }
  }

  // What follows is for LoggedKernel32.

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

  CallEntry find(Handle handle) {
    return entries.get(key(handle));
  }

  void opened(Handle handle, CallEntry entry) {
    if (handle.value() > 0) {
      entries.put(key(handle), entry);
    }
  }

  /** A handle that was opened past this log and is changed through it. */
  CallEntry findOrAdopt(Handle handle) {
    return entries.computeIfAbsent(key(handle), value -> CallEntry.unknown());
  }

  /** Forgets a handle, unless the value has a newer entry. */
  void closed(Handle handle, CallEntry seenBefore) {
    if (seenBefore != null) {
      entries.remove(key(handle), seenBefore);
    }
  }

  void created(LoggedCreation creation) {
    synchronized (pushes) {
      // The id may have been that of a process that is gone.
      pushes.remove(creation.processId());
    }
    synchronized (creations) {
      creations.put(creation.processId(), creation);
    }
  }

  void pushed(int targetProcessId, Handle handle, Call call) {
    synchronized (pushes) {
      pushes.computeIfAbsent(targetProcessId, id -> new LinkedHashMap<>()).put(key(handle), call);
    }
  }

  void pulled(int sourceProcessId, Handle handle) {
    synchronized (pushes) {
      Map<Long, Call> ofProcess = pushes.get(sourceProcessId);
      if (ofProcess != null) {
        ofProcess.remove(key(handle));
      }
    }
  }

  /** Windows ignores the two low bits of a handle value. */
  private static Long key(Handle handle) {
    return handle.value() & ~3L;
  }

  private static List<StackTraceElement> callerStack() {
    List<StackTraceElement> stack = List.of(new Throwable().getStackTrace());
    int first = 0;
    while (first < stack.size() && isOfTheLog(stack.get(first).getClassName())) {
      first++;
    }
    return stack.subList(first, stack.size());
  }

  private static boolean isOfTheLog(String className) {
    return className.equals(CallLog.class.getName())
        || className.equals(LoggedKernel32.class.getName());
  }

  /** A map that forgets the oldest of too many. */
  private static final class Recent<V> extends LinkedHashMap<Integer, V> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
      return size() > MOST_PROCESSES;
    }
  }
}
