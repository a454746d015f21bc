package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  private static final long FIRST_ADDRESS = 0x2000;
  private static final long ADDRESS_STEP = 0x200;

  final ReentrantLock lock = new ReentrantLock();
  final Timing timing;
  final MailslotNamespace mailslots = new MailslotNamespace();

  /** The named events, mutexes and semaphores, by the names that they share. */
  final Map<ObjectName, NamedObject> named = new HashMap<>();

  /** The pipes with a name, by that as it is compared. */
  final Map<String, NamedPipe> pipes = new HashMap<>();

  final Programs programs = new Programs();

  final Memory memory;
  private final Ids ids;
  private final Map<Integer, KernelObject> processesAndThreads = new HashMap<>();
  private long nextAddress = FIRST_ADDRESS;
  private boolean isClosed;
  private volatile CreationObserver observer;

  SimulatedKernel(Timing timing, Memory memory, Ids ids) {
    this.timing = timing;
    this.memory = memory;
    this.ids = ids;
  }

  /**
   * Starts a machine with no process but the system's own.
   *
   * @return a kernel that the caller must close
   */
  public static SimulatedKernel boot() {
    return builder().boot();
  }

  /**
   * Starts to describe a machine that differs from that of {@link #boot}.
   *
   * @return a builder with the settings of {@link #boot}
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a machine. */
  public static final class Builder {
    private Ids ids = Ids.neverReused();

    private Builder() {}

    /**
     * Reuses the ids of processes and threads soon after they have ended and their last handle is
     * closed, as Windows may, so that a program that keeps an id too long fails. By default an id
     * is never reused.
     *
     * @param seed decides which free id is next
     * @return this builder
     */
    public Builder reuseProcessIds(long seed) {
      ids = Ids.reused(seed);
      return this;
    }

    /**
     * Starts the machine, with no process but the system's own.
     *
     * @return a kernel that the caller must close
     */
    public SimulatedKernel boot() {
      return new SimulatedKernel(Timing.SYSTEM, Memory.ofHeap(), ids);
    }
  }

  /**
   * Makes {@code createProcess} run {@code program}, on a thread of this JVM, where the command
   * names {@code imageName}.
   *
   * @param imageName a file name such as {@code child.exe}, which is then found in the directories
   *     that every machine has ({@code C:\}, {@code C:\Windows}, {@code C:\Windows\System32}, and
   *     the current one), or a path such as {@code C:\app\child.exe}, which is found there; case
   *     does not count, and a command line may leave {@code .exe} away
   * @param program what a process of that image runs
   */
  public void install(String imageName, Program program) {
    lock.lock();
    try {
      programs.install(imageName, program);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a process with an empty handle table; it exits by {@code terminateProcess}, or when the
   * kernel closes.
   *
   * @param imageName a name for views; nothing is searched for or run
   * @return the process's functions
   */
  public Kernel32 startProcess(String imageName) {
    return startHostedProcess(imageName).kernel32();
  }

  /**
   * Starts a process with an empty handle table whose code runs outside this kernel's JVM.
   *
   * @param imageName a name for views; nothing is searched for or run
   * @return the process, for its host
   */
  public HostedProcess startHostedProcess(String imageName) {
    lock.lock();
    try {
      checkOpen();
      return new HostedProcess(new ProcessObject(this, imageName, 0));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A view into the tables of this kernel's processes; it shows everything, and changes nothing.
   *
   * @return a live view, for any thread
   */
  public HandleTables handleTables() {
    return new SimulatedHandleTables(this);
  }

  /**
   * Has {@code observer} told each step of every {@code CreateMailslotW} from now on; null for
   * nobody.
   *
   * @param newObserver called with no lock held, or null
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

  long newAddress() {
    long address = nextAddress;
    nextAddress += ADDRESS_STEP;
    return address;
  }

  int newId() {
    return ids.next();
  }

  int register(ProcessObject process) {
    int id = newId();
    register(id, process);
    return id;
  }

  void register(int id, KernelObject object) {
    processesAndThreads.put(id, object);
  }

  /** Forgets a process or thread; no effect if it has been forgotten already. */
  void forget(int id, KernelObject object) {
    if (processesAndThreads.remove(id, object)) {
      ids.free(id);
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

  /**
   * Adds a row for {@code object} to a table.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES if the table is full or there is no memory for
   *     the row; an object without any row dies then
   */
  Handle addRow(HandleTable table, KernelObject object, int access, int flags, String function) {
    return addRow(table, new Row(object, access, flags), function);
  }

  /**
   * Adds a row to a table.
   *
   * @throws Win32Exception as {@link #addRow(HandleTable, KernelObject, int, int, String)}
   */
  Handle addRow(HandleTable table, Row row, String function) {
    KernelObject object = row.object();
    boolean isFirst = object.usageCount == 0;
    int bytes = Memory.ROW_BYTES + (isFirst ? object.bytes() : 0);
    if (memory.take(bytes, table.size() < Memory.FEW_ROWS)) {
      long value = table.add(row);
      if (value != 0) {
        object.usageCount++;
        return new Handle(value);
      }
      memory.give(bytes);
    }
    if (isFirst) {
      object.lastRowClosed();
    }
    throw new Win32Exception(function, Win32Error.ERROR_NO_SYSTEM_RESOURCES);
  }

  /**
   * Copies a row into a table that is being filled.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES if there is no memory for it
   */
  void copyRow(long value, Row row, HandleTable table, String function) {
    if (!memory.take(Memory.ROW_BYTES, table.size() < Memory.FEW_ROWS)) {
      throw new Win32Exception(function, Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    table.put(value, row);
    row.object().usageCount++;
  }

  /** Releases the object of a row that was removed from a table. */
  void release(Row row) {
    KernelObject object = row.object();
    memory.give(Memory.ROW_BYTES);
    object.usageCount--;
    if (object.usageCount == 0) {
      memory.give(object.bytes());
      object.lastRowClosed();
    }
  }
}
