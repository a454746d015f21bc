package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import handlelab.wire.ConnectionLostException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A server in a folder of its own, and the processes on it that must not notice any fault: one that
 * looks, two that talk to each other, and threads of theirs that wait for what does not come.
 *
 * <p>Used by one thread, but for links and bystanders, which several may use while it is busy.
 */
final class World {
  private static final String SLOT = "\\\\.\\mailslot\\bystanders";
  private static final String QUIET_SLOT = "\\\\.\\mailslot\\quiet";

  final Path base;
  final Path folder;
  final Backend monitor;
  final Patience patience;
  final int crowdId;
  final int crowdRows;
  private final Backend crowd;
  private final Backend receiver;
  private final Backend sender;
  private final Handle slot;
  private final Handle client;
  private final Handle quietClient;
  private final Waiter quietReader;
  private final Waiter endWaiter;
  private final List<Integer> residents;
  private final Map<Integer, List<HandleRow>> rowsAtStart;
  private final Map<Long, Integer> rowsOfObject = new HashMap<>();
  private volatile boolean isBusy;
  private int pings;
  private int links;

  /**
   * Starts a server where none runs.
   *
   * @param base where the runtime folder {@code k} is
   * @param crowdRows the rows of the process that stories look at
   */
  World(Path base, Patience patience, int crowdRows) {
    this.patience = patience;
    this.base = base;
    this.crowdRows = crowdRows;
    folder = base.resolve("k");
    monitor = KernelDoor.open(folder);
    receiver = KernelDoor.open(folder);
    sender = KernelDoor.open(folder);
    Kernel32 reading = receiver.kernel32();
    slot = Slots.create(reading, SLOT);
    client = Slots.open(sender.kernel32(), SLOT);
    Handle quiet = Slots.create(reading, QUIET_SLOT);
    quietClient = Slots.open(sender.kernel32(), QUIET_SLOT);
    Handle process = openProcess(sender.kernel32(), reading.getCurrentProcessId());
    quietReader = new Waiter(() -> Slots.read(reading, quiet));
    endWaiter = new Waiter(() -> sender.kernel32().waitForSingleObject(process, Win32.INFINITE));
    crowd = KernelDoor.open(folder);
    crowdId = fill(crowd.kernel32(), crowdRows);
    residents = monitor.handleTables().processIds();
    rowsAtStart = rows();
  }

  /** Gives a process so many rows that a look at them takes several frames. */
  private static int fill(Kernel32 kernel32, int rows) {
    Handle first = Slots.open(kernel32, QUIET_SLOT);
    Handle self = Handle.CURRENT_PROCESS;
    for (int i = 1; i < rows; i++) {
      var unused = kernel32.duplicateHandle(self, first, self, 0, false, Slots.SELF_OPTIONS);
    }
    return kernel32.getCurrentProcessId();
  }

  /** A call that waits. */
  interface Waiting {
    int get();
  }

  /** A thread that waits in a call, and when it stopped to. */
  private static final class Waiter {
    final CompletableFuture<Integer> result = new CompletableFuture<>();
    volatile long endNanos;

    Waiter(Waiting call) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  int value = call.get();
                  endNanos = System.nanoTime();
                  result.complete(value);
                } catch (RuntimeException e) {
                  endNanos = System.nanoTime();
                  result.completeExceptionally(e);
                }
              },
              "bystander");
      thread.setDaemon(true);
      thread.start();
    }

    int get() throws Exception {
      return result.get(Patience.HANG_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  static Handle openProcess(Kernel32 kernel32, int processId) {
    return kernel32.openProcess(Win32.PROCESS_ALL_ACCESS, false, processId);
  }

  /** A link for one more process. */
  synchronized Link link(Cut cut, Runnable serverKiller) throws IOException {
    links++;
    return new Link(base.resolve("l" + links), folder, cut, serverKiller);
  }

  /** Those who talk still do, and those who wait still wait. */
  synchronized void requireOthersGoOn() {
    pings++;
    Slots.write(sender.kernel32(), client, pings, 8 + pings % 100);
    require(Slots.read(receiver.kernel32(), slot) == pings, "a bystander's message is missing");
    require(Slots.waiting(receiver.kernel32(), slot) == 0, "a bystander's message came twice");
    require(
        !quietReader.result.isDone() && !endWaiter.result.isDone(),
        "somebody was woken for nothing");
  }

  /** How many messages the bystanders have exchanged. */
  int pings() {
    return pings;
  }

  /**
   * Waits until the residents and {@code guests} are all there is; on a busy server, until {@code
   * gone} are gone.
   */
  void awaitProcesses(
      String what, long start, List<Integer> guests, List<Integer> gone, Runnable beforeEachLook) {
    TreeSet<Integer> expected = new TreeSet<>(residents);
    expected.addAll(guests);
    List<Integer> ids = List.copyOf(expected);
    patience.await(
        what,
        start,
        () -> {
          List<Integer> now = monitor.handleTables().processIds();
          boolean isSo = isBusy ? Collections.disjoint(now, gone) : now.equals(ids);
          if (!isSo) {
            beforeEachLook.run();
          }
          return isSo;
        });
  }

  /** Others use the server, too, from now on or no more: what is counted exactly is not judged. */
  void setBusy(boolean busy) {
    isBusy = busy;
  }

  /** All tables are as at the start: no row more, no row less, and each with its usage count. */
  void requireRowsAsAtStart() {
    if (isBusy) {
      return;
    }
    Map<Integer, List<HandleRow>> now = rows();
    require(now.equals(rowsAtStart), "rows are left: " + now + " and not " + rowsAtStart);
  }

  /** The rows of all processes. */
  int countRows() {
    return rows().values().stream().mapToInt(List::size).sum();
  }

  /** In each row, the usage count is the number of rows that point to its object. */
  void requireUsageCounts() {
    if (isBusy) {
      return;
    }
    rowsOfObject.clear();
    Map<Integer, List<HandleRow>> tables = rows();
    for (List<HandleRow> table : tables.values()) {
      for (HandleRow row : table) {
        rowsOfObject.merge(row.objectAddress(), 1, Integer::sum);
      }
    }
    for (List<HandleRow> table : tables.values()) {
      for (HandleRow row : table) {
        int count = rowsOfObject.get(row.objectAddress());
        require(row.usageCount() == count, "counted " + count + " rows like " + row);
      }
    }
  }

  private Map<Integer, List<HandleRow>> rows() {
    HandleTables tables = monitor.handleTables();
    Map<Integer, List<HandleRow>> rows = new HashMap<>();
    for (int id : tables.processIds()) {
      if (id == crowdId) {
        continue;
      }
      try {
        rows.put(id, tables.handles(id));
      } catch (Win32Exception e) {
        // It has ended between the two questions.
      }
    }
    return rows;
  }

  /** The name is nobody's: a slot of that name can be made, and is closed again. */
  void requireNameIsFree(String name) {
    Kernel32 kernel32 = monitor.kernel32();
    kernel32.closeHandle(Slots.create(kernel32, name));
  }

  /** As {@link #requireNameIsFree}, within the limit. */
  void awaitNameIsFree(String name, long start) {
    patience.await("the name is free", start, () -> isNameFree(name));
  }

  /** Whether it is nobody's now. */
  boolean isNameFree(String name) {
    try {
      requireNameIsFree(name);
      return true;
    } catch (Win32Exception e) {
      return false;
    }
  }

  /** The server's process. */
  ProcessHandle server() {
    List<ProcessHandle> servers = KernelDoor.servers(folder);
    require(servers.size() == 1, servers.size() + " servers run in the folder");
    return servers.get(0);
  }

  /** Wakes the waiting threads by what they wait for, ends all, and waits until the server ends. */
  void close() throws Exception {
    int crowded = monitor.handleTables().handles(crowdId).size();
    require(crowded == crowdRows, "the crowd has " + crowded + " rows");
    Slots.write(sender.kernel32(), quietClient, 4711, 100);
    require(quietReader.get() == 4711, "the waiting reader got another message");
    receiver.close();
    require(endWaiter.get() == Win32.WAIT_OBJECT_0, "the end was not told");
    sender.close();
    crowd.close();
    ProcessHandle server = server();
    monitor.close();
    var unused = server.onExit().get(60, TimeUnit.SECONDS);
    require(!folder.toFile().exists(), "the server left something in " + folder);
  }

  /** The server was killed: each thread that waited is told so, in time and in clear words. */
  void requireAllLost(long start) throws Exception {
    for (Waiter waiter : List.of(quietReader, endWaiter)) {
      requireLost(() -> waiter.result.orTimeout(60, TimeUnit.SECONDS).join());
      patience.took("the news of the server's end", waiter.endNanos - start);
    }
    for (int i = 0; i < 2; i++) {
      requireLost(() -> monitor.kernel32().getCurrentProcessId());
      requireLost(() -> Slots.waiting(receiver.kernel32(), slot));
    }
    for (Backend backend : List.of(crowd, receiver, sender, monitor)) {
      backend.close();
    }
  }

  static void requireLost(Waiting call) {
    try {
      int value = call.get();
      throw new AssertionError("without a server, a call returned " + value);
    } catch (CompletionException e) {
      requireLostClearly(e.getCause());
    } catch (RuntimeException e) {
      requireLostClearly(e);
    }
  }

  private static void requireLostClearly(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (!(failure instanceof ConnectionLostException)
        || !text.contains("the shared simulated kernel")
        || text.contains("\n")) {
      throw new AssertionError("unclear end of a call: " + failure, failure);
    }
  }

  /** As {@link #close} where something has failed: whatever still runs is ended. */
  void abandon() {
    for (Backend backend : new ArrayList<>(List.of(crowd, receiver, sender, monitor))) {
      backend.close();
    }
    for (ProcessHandle server : KernelDoor.servers(folder)) {
      var unused = server.destroyForcibly();
    }
  }
}
