package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A whole simulated machine: its processes, their handle tables and the kernel objects, in this
 * JVM.
 *
 * <p>It behaves as Windows does, not as Wine does; what is not simulated is refused. Handle values
 * start at 256, objects lie at 0x2000 and above, 0x200 apart, in the order in which they are made,
 * so a run on one thread always shows the same numbers. All methods may be called from any thread.
 */
public final class SimulatedKernel implements AutoCloseable {
  /** The System process: it is there, and nobody may open it. */
  static final int SYSTEM_PROCESS_ID = 4;

  private static final int FIRST_ID = 1000;
  private static final long FIRST_ADDRESS = 0x2000;
  private static final long ADDRESS_STEP = 0x200;

  final ReentrantLock lock = new ReentrantLock();
  final Timing timing;
  final MailslotNamespace mailslots = new MailslotNamespace();

  final Pool pool;
  private final Map<Integer, KernelObject> processesAndThreads = new HashMap<>();
  private final Map<String, Program> programs = new HashMap<>();
  private int nextId = FIRST_ID;
  private long nextAddress = FIRST_ADDRESS;
  private boolean isClosed;
  private volatile CreationObserver observer;

  SimulatedKernel(Timing timing, Pool pool) {
    this.timing = timing;
    this.pool = pool;
  }

  /** Starts a machine with no process but the system's own. */
  public static SimulatedKernel boot() {
    return new SimulatedKernel(Timing.SYSTEM, Pool.ofHeap());
  }

  /**
   * Makes {@code createProcess} run {@code program}, on a thread of this JVM, where the command
   * names {@code imageName}.
   *
   * @param imageName a file name such as {@code child.exe}; case does not count; commands may leave
   *     {@code .exe} away and may name any directory
   */
  public void install(String imageName, Program program) {
    lock.lock();
    try {
      programs.put(imageKey(imageName), program);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a process with an empty handle table; it exits by {@code terminateProcess}, or when the
   * kernel closes.
   */
  public Kernel32 startProcess(String imageName) {
    return startHostedProcess(imageName).kernel32();
  }

  /**
   * Starts a process with an empty handle table whose code runs outside this kernel's JVM.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES where there is no memory for it
   */
  public HostedProcess startHostedProcess(String imageName) {
    lock.lock();
    try {
      checkOpen();
      Pool.Quota quota = pool.newQuota();
      quota.charge(ProcessObject.bytes(imageName), "CreateProcessW");
      return new HostedProcess(new ProcessObject(this, imageName, quota, quota));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A view into the tables of this kernel's processes; it shows everything, and changes nothing.
   */
  public HandleTables handleTables() {
    return new SimulatedHandleTables(this);
  }

  /**
   * Has {@code observer} told each step of every {@code CreateMailslotW} from now on; null for
   * nobody.
   */
  public void observeCreation(CreationObserver newObserver) {
    observer = newObserver;
  }

  /** Ends all processes; calls that wait come back with an error. Closing twice is harmless. */
  @Override
  public void close() {
    List<Runnable> actions = new ArrayList<>();
    lock.lock();
    try {
      isClosed = true;
      for (ProcessObject process : processes()) {
        actions.addAll(process.end(1));
      }
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  /** Ends one process, and tells its host; no effect where it has ended. */
  void end(ProcessObject process, int exitCode) {
    var unused = end(process, exitCode, false);
  }

  /** Ends one process that still runs, and tells its host; false where it does not. */
  boolean endIfRunning(ProcessObject process, int exitCode) {
    return end(process, exitCode, true);
  }

  private boolean end(ProcessObject process, int exitCode, boolean onlyIfRunning) {
    List<Runnable> actions;
    lock.lock();
    try {
      if (onlyIfRunning && process.isGone) {
        return false;
      }
      actions = process.end(exitCode);
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
    return true;
  }

  void report(CreationStep step, int processId, long objectAddress, Handle handle) {
    CreationObserver current = observer;
    if (current != null) {
      current.reached(step, processId, objectAddress, handle);
    }
  }

  // What follows is called with the lock held.

  void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("this simulated kernel is closed");
    }
  }

  Waiters newWaiters() {
    return new Waiters(this);
  }

  long newAddress() {
    long address = nextAddress;
    nextAddress += ADDRESS_STEP;
    return address;
  }

  /** Process and thread ids are drawn from one sequence. Tested: they are multiples of four. */
  int newId() {
    int id = nextId;
    nextId += 4;
    return id;
  }

  int register(ProcessObject process) {
    int id = newId();
    register(id, process);
    return id;
  }

  void register(int id, KernelObject object) {
    processesAndThreads.put(id, object);
  }

  void forget(int id) {
    KernelObject object = processesAndThreads.remove(id);
    if (object != null) {
      object.giveBack();
    }
  }

  /**
   * The process or thread of that id, or null. Documented artifact: the low two bits of an id are
   * ignored.
   */
  KernelObject byId(int id) {
    return processesAndThreads.get(id & ~3);
  }

  /** How many processes and threads have an id: those that run, and those that a row points to. */
  int knownObjects() {
    return processesAndThreads.size();
  }

  List<ProcessObject> processes() {
    List<ProcessObject> running = new ArrayList<>();
    for (KernelObject object : processesAndThreads.values()) {
      if (object instanceof ProcessObject process && !process.isGone) {
        running.add(process);
      }
    }
    return running;
  }

  /** The program installed for an image's path, or null. */
  Program program(String path) {
    return programs.get(imageKey(path));
  }

  private static String imageKey(String path) {
    int separator = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
    return path.substring(separator + 1).toLowerCase(Locale.ROOT);
  }

  /** One row less points to {@code object}. */
  static void released(KernelObject object) {
    object.usageCount--;
    if (object.usageCount == 0) {
      object.lastRowClosed();
      if (object.type == ObjectType.FILE) {
        object.giveBack();
      }
    }
  }

  /**
   * Puts a row for {@code object} into a table; the object dies where that fails and no other row
   * points to it.
   */
  static Handle addRow(
      HandleTable table, KernelObject object, int access, int flags, String function) {
    object.usageCount++;
    long value = table.add(Row.of(object, access, flags));
    if (value == 0) {
      released(object);
      throw new Win32Exception(function, Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    return new Handle(value);
  }

  List<HandleRow> rows(ProcessObject process) {
    List<HandleRow> rows = new ArrayList<>(process.table.size());
    process.table.forEach(
        (value, object, bits) -> {
          Row row = new Row(object, bits);
          rows.add(
              new HandleRow(
                  process.id,
                  new Handle(value),
                  object.address,
                  object.type.typeName,
                  object.name(),
                  row.access(),
                  row.isInheritable(),
                  row.isProtected(),
                  object.usageCount));
        });
    return rows;
  }
}
