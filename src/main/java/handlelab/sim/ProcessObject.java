package handlelab.sim;

import handlelab.api.ObjectState;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessTimes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process: its handle table, its threads, and how it ended.
 *
 * <p>It is running, then gone (its table is closed), then ended (its exit code is known, its
 * waiters are woken). The object stays as long as a row points to it. Guarded by the kernel's lock;
 * {@code isGone} may be read without.
 */
final class ProcessObject extends KernelObject {
  private static final String EXIT_CODE_NOT_KNOWN = "exit code not known";

  /** From the year 1601, in which a FILETIME starts, to 1970. */
  private static final long FILE_TIME_EPOCH_SECONDS = 11_644_473_600L;

  final SimulatedKernel kernel;
  final int id;
  final String imageName;

  /** Of the process that created it; 0 if none did. */
  final int parentId;

  final Instant startTime;

  /** Null while it runs. */
  private Instant endTime;

  final HandleTable table = new HandleTable();
  final StandardHandles standardHandles = new StandardHandles();
  final ThreadObject mainThread;
  volatile boolean isGone;
  boolean isEnded;
  int exitCode = Win32.STILL_ACTIVE;

  /** False if the host could not tell how the process ended: the exit code is made up. */
  volatile boolean isExitCodeKnown = true;

  /** What runs on the main thread once that is resumed, or null where the host does that. */
  private Runnable start;

  /** The Java thread of a {@link Program}, or null. */
  private Thread programThread;

  /** The Java threads that make its calls, with their objects; the first is the main thread. */
  private final Map<Thread, ThreadObject> threads = new LinkedHashMap<>(4);

  /** The waits of its threads, so that its end can end them. */
  final Set<Wait> waits = new LinkedHashSet<>(4);

  /** Its operations that are not done, so that its end can cancel them. */
  final Set<PendingOperation> pendingOperations = new LinkedHashSet<>(4);

  /** Signalled when the main thread may run, or never will. */
  final Waitable resumption =
      new Waitable() {
        @Override
        boolean isSignalled() {
          return isGone || mainThread.suspendCount == 0;
        }
      };

  private List<Runnable> endActions = new ArrayList<>();

  ProcessObject(SimulatedKernel kernel, String imageName, int parentId) {
    super(ObjectType.PROCESS, kernel.newAddress());
    this.kernel = kernel;
    this.imageName = imageName;
    this.parentId = parentId;
    this.startTime = kernel.timing.now();
    this.id = kernel.register(this);
    this.mainThread = newThread();
  }

  private ThreadObject newThread() {
    int threadId = kernel.newId();
    ThreadObject thread = new ThreadObject(kernel.newAddress(), threadId, this);
    kernel.register(threadId, thread);
    return thread;
  }

  /**
   * @throws ProcessEndedException where the process makes no calls any more
   */
  void checkRunning() {
    if (isGone) {
      throw new ProcessEndedException(id);
    }
  }

  /** The object of the thread that makes the call. */
  ThreadObject currentThread() {
    Thread caller = Thread.currentThread();
    ThreadObject known = threads.get(caller);
    if (known == null) {
      List.copyOf(threads.values()).forEach(ThreadObject::refresh);
      boolean isMain = !threads.containsValue(mainThread) && !mainThread.isEnded();
      known = isMain ? mainThread : newThread();
      known.runsOn(caller);
      threads.put(caller, known);
    }
    return known;
  }

  /** The Java thread makes no more calls. The threads of a process that is gone end with it. */
  void endThread(Thread caller) {
    ThreadObject thread = isGone ? null : threads.remove(caller);
    if (thread != null) {
      thread.end();
    }
  }

  /** Sets what {@link #start} runs, on a new thread that is the process's main thread. */
  void runOnStart(String name, Runnable program) {
    start =
        () -> {
          Thread thread = new Thread(program, name);
          thread.setDaemon(true);
          programThread = thread;
          mainThread.runsOn(thread);
          threads.put(thread, mainThread);
          thread.start();
        };
  }

  ProcessDetails details() {
    boolean isSuspended = mainThread.suspendCount > 0;
    return new ProcessDetails(id, imageName, parentId, startTime, isSuspended, null, 0);
  }

  ProcessTimes times() {
    return new ProcessTimes(fileTime(startTime), endTime == null ? 0 : fileTime(endTime), 0, 0);
  }

  private static long fileTime(Instant time) {
    long seconds = time.getEpochSecond() + FILE_TIME_EPOCH_SECONDS;
    return seconds * 10_000_000 + time.getNano() / 100;
  }

  /** The main thread may run now. */
  void start() {
    Runnable once = start;
    start = null;
    if (once != null) {
      once.run();
    }
    resumption.signal();
  }

  boolean isProgramThread() {
    return programThread == Thread.currentThread();
  }

  /**
   * Waits on the calling thread until one of the objects is signalled.
   *
   * @return as {@link Wait#perform}
   * @throws ProcessEndedException if this process ended meanwhile
   * @throws Win32Exception ERROR_OPERATION_ABORTED if the Java thread is interrupted, which stays
   *     so: an interrupt is to this kernel what {@code CancelSynchronousIo} is to Windows
   */
  int await(List<? extends Waitable> objects, int timeoutMillis, String function) {
    return await(objects, false, timeoutMillis, function);
  }

  /**
   * Waits on the calling thread until one of the objects, or all of them, are signalled.
   *
   * @return as {@link Wait#perform}
   * @throws ProcessEndedException as {@link #await(List, int, String)}
   * @throws Win32Exception as {@link #await(List, int, String)}
   */
  int await(
      List<? extends Waitable> objects, boolean isForAll, int timeoutMillis, String function) {
    boolean needsThread = objects.stream().anyMatch(MutexObject.class::isInstance);
    ThreadObject thread = needsThread ? currentThread() : null;
    try {
      return new Wait(kernel, objects, thread, isForAll).perform(this, timeoutMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      checkRunning();
      throw new Win32Exception(function, Win32Error.ERROR_OPERATION_ABORTED);
    }
  }

  /**
   * Closes all rows, and wakes the process's own threads out of their calls, which are its last.
   */
  void closeTable() {
    if (isGone) {
      return;
    }
    isGone = true;
    List.copyOf(waits).forEach(Wait::abort);
    List.copyOf(pendingOperations)
        .forEach(operation -> operation.cancel(Win32Error.ERROR_OPERATION_ABORTED));
    threads.values().forEach(ThreadObject::abandon);
    table.clear((value, row) -> kernel.release(row));
    resumption.signal();
    if (programThread != null && programThread != Thread.currentThread()) {
      programThread.interrupt();
    }
  }

  /** Ends the process and returns what is to be run once the lock is given back. */
  List<Runnable> end(int code) {
    if (isEnded) {
      return List.of();
    }
    closeTable();
    isEnded = true;
    endTime = kernel.timing.now();
    exitCode = code;
    threads.values().forEach(ThreadObject::end);
    threads.clear();
    mainThread.end();
    signal();
    forgetIfUnused();
    List<Runnable> actions = endActions;
    endActions = List.of();
    return actions;
  }

  /** Keeps an action for the end; false where that has been. */
  boolean addEndAction(Runnable action) {
    return !isEnded && endActions.add(action);
  }

  /** A process has no name; this is where a view says that an exit code is made up. */
  @Override
  String name() {
    return isExitCodeKnown ? null : EXIT_CODE_NOT_KNOWN;
  }

  @Override
  String state() {
    String state = mainThread.suspendCount > 0 ? "suspended" : "running";
    if (isEnded) {
      state = isExitCodeKnown ? ObjectState.ended(exitCode) : "ended, " + EXIT_CODE_NOT_KNOWN;
    }
    return ObjectState.process(id, state);
  }

  @Override
  boolean isSignalled() {
    return isEnded;
  }

  @Override
  void lastRowClosed() {
    forgetIfUnused();
  }

  private void forgetIfUnused() {
    if (isEnded && usageCount == 0) {
      kernel.forget(id, this);
    }
  }
}
