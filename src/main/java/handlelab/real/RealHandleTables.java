package handlelab.real;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The handle tables of running processes, from the system's own handle list.
 *
 * <p>That list has values, access and flags. Types, names and usage counts come from duplicates in
 * this process, one at a time, so a look needs {@code PROCESS_DUP_HANDLE}. A look leaves everything
 * as it was: its own handles are not listed and not counted. A name that is not answered in time
 * stays unknown.
 *
 * <p>What the system hides reads: address 0, type {@code ?}, name null, and usage count 0 if the
 * object can neither be duplicated nor has an address.
 *
 * <p>Source: the structures in {@code ntexapi.h}, as public headers and tests of Wine and System
 * Informer have them; Microsoft documents only {@code NtQueryObject}.
 */
final class RealHandleTables implements HandleTables {
  private static final int ACCESS =
      Win32.PROCESS_DUP_HANDLE | Win32.PROCESS_QUERY_LIMITED_INFORMATION | Win32.SYNCHRONIZE;

  /** What the looks of one kind and of another share. They are taken one at a time, locked. */
  private static final class Shared {
    final StuckDuplicates stuck = new StuckDuplicates();

    /** Type index to name, which stay the same while the system runs. */
    final Map<Integer, String> types = new ConcurrentHashMap<>();

    ThreadPoolExecutor worker;
  }

  private final Shared shared;
  private final NameQuery names;
  private final Supplier<LookSeries> series;

  RealHandleTables() {
    this((handle, type, query) -> query.objectName(handle, type));
  }

  /**
   * @param names asked for every name, on the worker thread
   */
  RealHandleTables(NameQuery names) {
    this(new Shared(), names, LookSeries::one);
  }

  private RealHandleTables(Shared shared, NameQuery names, Supplier<LookSeries> series) {
    this.shared = shared;
    this.names = names;
    this.series = series;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    return opened(processId, null, names);
  }

  @Override
  public List<HandleRow> handles(int processId, Set<Long> values) {
    return opened(processId, Set.copyOf(values), names);
  }

  /** A look that asks for another text of each object. */
  @Override
  public Map<Handle, String> states(int processId) {
    Map<Handle, String> states = new LinkedHashMap<>();
    for (HandleRow row :
        opened(processId, null, (handle, type, query) -> query.state(handle, type))) {
      if (row.objectName() != null) {
        states.put(row.handle(), row.objectName());
      }
    }
    return states;
  }

  @Override
  public List<HandleRow> handlesWithoutFileNames(int processId, Set<Long> values) {
    return opened(
        processId,
        Set.copyOf(values),
        (handle, type, query) ->
            ObjectQuery.FILE_TYPE.equals(type) ? null : names.nameOf(handle, type, query));
  }

  @Override
  public HandleTables forManyLooks() {
    LookSeries many = LookSeries.many();
    return new RealHandleTables(shared, names, () -> many);
  }

  /**
   * @param values of the rows to look at; null for all
   * @param texts what stands as the name of each row
   */
  private List<HandleRow> opened(int processId, Set<Long> values, NameQuery texts) {
    synchronized (shared) {
      // The worker's own handles belong to every look at this process, the first one too.
      readyWorker();
      if (processId == Kernel32Library.GetCurrentProcessId()) {
        // It changes with each look, if only by what the look takes itself: no kept list.
        return look(
            processId, Kernel32Library.GetCurrentProcess(), false, values, LookSeries.one(), texts);
      }
      long process = Kernel32Library.OpenProcess(ACCESS, 0, processId);
      if (process == 0) {
        throw RealKernel32.failed("OpenProcess");
      }
      try {
        return look(processId, process, true, values, series.get(), texts);
      } finally {
        Kernel32Library.CloseHandle(process);
      }
    }
  }

  @Override
  public List<Integer> processIds() {
    try (SystemInformation information =
        new SystemInformation(NtdllLibrary.SYSTEM_PROCESS_INFORMATION)) {
      return SystemProcessList.processIds(information.bytes());
    }
  }

  @Override
  public List<ProcessDetails> processes() {
    try (SystemInformation information =
            new SystemInformation(NtdllLibrary.SYSTEM_PROCESS_INFORMATION);
        CommandLineQuery query = new CommandLineQuery()) {
      return SystemProcessList.processes(
          information.bytes(), information.address(), query::commandLine);
    }
  }

  private List<HandleRow> look(
      int processId,
      long process,
      boolean opened,
      Set<Long> values,
      LookSeries series,
      NameQuery texts) {
    Set<Long> own = opened ? Set.of() : shared.stuck.copy();
    SystemHandleList system = series.list();
    List<SystemHandle> entries = system.rowsOf(processId);
    if (entries.isEmpty() && series.isOld()) {
      // Perhaps it started after that list was made.
      system = series.newList();
      entries = system.rowsOf(processId);
    }
    entries.removeIf(entry -> own.contains(entry.value()));
    if (entries.isEmpty() && opened && hasEnded(process)) {
      // Its object is still there because another process holds a handle; the process has ended.
      throw new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (values != null) {
      entries.removeIf(entry -> !values.contains(entry.value()));
    }
    TableLook look =
        new TableLook(entries, system, process, opened, shared.stuck, texts, shared.types);
    finish(look, series);
    if (values != null && look.lacksTypes()) {
      // Another row of the process may reveal them.
      return look(processId, process, opened, null, series, texts).stream()
          .filter(row -> values.contains(row.handle().value()))
          .toList();
    }
    return look.rows();
  }

  private static boolean hasEnded(long process) {
    return Kernel32Library.WaitForSingleObject(process, 0) == Win32.WAIT_OBJECT_0;
  }

  /** The look is bounded in time, so an interrupt of the caller waits for its end. */
  private void finish(TableLook look, LookSeries series) {
    boolean interrupted = false;
    shared.worker.execute(look::run);
    while (true) {
      try {
        if (look.await(series.patienceMillis())) {
          break;
        }
        series.hung();
        shared.worker.shutdown();
        shared.worker = null;
        readyWorker();
        shared.worker.execute(look::run);
      } catch (InterruptedException interrupt) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void readyWorker() {
    if (shared.worker == null) {
      shared.worker =
          new ThreadPoolExecutor(
              1,
              1,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, "handle-table-look");
                thread.setDaemon(true);
                return thread;
              });
      shared.worker.prestartAllCoreThreads();
    }
  }
}
