package handlelab.lib;

import static handlelab.junit.InheritanceAssertions.assertInheritedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.inspect.CallLog;
import handlelab.inspect.InheritanceInspector;
import handlelab.inspect.InheritanceReason;
import handlelab.inspect.InheritanceReport;
import handlelab.inspect.StandardHandles;
import handlelab.junit.HandleLabExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the kernel of this system: the real one where there is one, else a simulated one. */
@Tag("real")
class ChildLaunchTest {
  private static final List<String> CHILD = List.of("cmd.exe", "/c", "exit", "0");
  private static final AtomicInteger SLOTS = new AtomicInteger();

  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.ofThisSystem()
          .keepingStacks()
          .installing("cmd.exe", (kernel32, arguments) -> 0);

  private static Mailslot slot(Kernel32 kernel32) {
    return Mailslot.create(
        kernel32, "launch-" + ProcessHandle.current().pid() + "-" + SLOTS.incrementAndGet());
  }

  private static Map<Handle, HandleRow> rows(HandleTables tables, int processId) {
    return tables.handles(processId).stream()
        .collect(Collectors.toMap(HandleRow::handle, Function.identity()));
  }

  private static void end(ChildProcess child) {
    child.terminate(0);
    assertTrue(child.waitFor(20_000));
    child.close();
  }

  @Test
  void child_givenHandles_hasThemByTheReturnedValues(
      Kernel32 kernel32, HandleTables tables, InheritanceInspector inspector) {
    try (Mailslot given = slot(kernel32);
        Mailslot kept = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      kept.setInheritable(true);
      Handle inChild = launch.give(given.handle());
      Handle narrow = launch.give(given.handle(), Win32.SYNCHRONIZE);
      inspector.beforeCreation();
      ChildProcess child = launch.suspended().start(CHILD);
      Map<Handle, HandleRow> ofChild = rows(tables, child.processId());
      HandleRow own = rows(tables, kernel32.getCurrentProcessId()).get(given.handle());
      assertEquals(own.objectName(), ofChild.get(inChild).objectName());
      assertEquals(own.grantedAccess(), ofChild.get(inChild).grantedAccess());
      assertEquals(Win32.SYNCHRONIZE, ofChild.get(narrow).grantedAccess());
      assertEquals(3, ofChild.get(inChild).usageCount(), "the duplicates are closed again");
      assertFalse(own.inheritable(), "the caller's own handle");

      // The parent has closed its duplicates, so they are told by what it had before.
      InheritanceReport report = inspector.atSuspended(child.processId());
      assertInheritedExactly(report, inChild, narrow);
      assertEquals(InheritanceReason.HANDLE_LIST, report.childRow(inChild).orElseThrow().reason());
      end(child);
    }
  }

  @Test
  void child_givenNothing_hasNothing(Kernel32 kernel32, InheritanceInspector inspector) {
    try (Mailslot inheritable = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      inheritable.setInheritable(true);
      inspector.standardHandles(StandardHandles.NONE).beforeCreation();
      ChildProcess child = launch.suspended().start(CHILD);
      assertInheritedExactly(inspector.atSuspended(child.processId()));
      end(child);
    }
  }

  @Test
  void standardHandles_areGivenAsDuplicates(Kernel32 kernel32, CallLog log) {
    try (Mailslot input = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      launch.standardHandles(input.handle(), null, null);
      ChildProcess child = launch.suspended().start(CHILD);
      var terms = log.creation(child.processId()).orElseThrow().terms();
      assertEquals(terms.handleList(), terms.standard().values());
      assertEquals(1, terms.handleList().size());
      assertFalse(
          terms.handleList().contains(input.handle()), "a duplicate, not the handle itself");
      end(child);
    }
  }

  @Test
  void child_started_returnsItsExitCode(Kernel32 kernel32) {
    try (Mailslot given = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      var unused = launch.give(given.handle());
      try (ChildProcess child = launch.start(CHILD)) {
        assertTrue(child.waitFor(60_000));
        assertEquals(0, child.exitCode().orElseThrow());
      }
      assertThrows(IllegalStateException.class, () -> launch.start(CHILD));
      assertThrows(IllegalStateException.class, () -> launch.give(given.handle()));
    }
  }

  /** The extension fails this test where a duplicate stays open. */
  @Test
  void launch_failedOrClosed_leavesNothingOpen(Kernel32 kernel32) {
    try (Mailslot given = slot(kernel32)) {
      ChildLaunch failing = ChildLaunch.of(kernel32);
      var unused = failing.give(given.handle());
      Win32Exception failure =
          assertThrows(
              Win32Exception.class, () -> failing.start(List.of("no-such-program-here.exe")));
      assertEquals(2, failure.errorCode());
      ChildLaunch givenUp = ChildLaunch.of(kernel32);
      unused = givenUp.give(given.handle());
      givenUp.close();
      givenUp.close();
    }
  }

  /** Each thread's children have that thread's slot and nobody else's. */
  @Test
  void launches_ofManyThreads_giveEachItsOwn(Kernel32 kernel32, HandleTables tables)
      throws Exception {
    int threads = 4;
    int launches = 5;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<List<Set<String>>>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        work.add(() -> launchSeveral(kernel32, tables, launches));
      }
      for (Future<List<Set<String>>> one : pool.invokeAll(work)) {
        assertEquals(launches, one.get().size());
        for (Set<String> names : one.get()) {
          assertEquals(Set.of("its own"), names);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Set<String>> launchSeveral(
      Kernel32 kernel32, HandleTables tables, int launches) {
    List<Set<String>> found = new ArrayList<>();
    try (Mailslot slot = slot(kernel32)) {
      String own = rows(tables, kernel32.getCurrentProcessId()).get(slot.handle()).objectName();
      for (int i = 0; i < launches; i++) {
        try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
          var unused = launch.give(slot.handle());
          ChildProcess child = launch.suspended().start(CHILD);
          found.add(slotsOf(tables, child.processId(), own));
          end(child);
        }
      }
    }
    return found;
  }

  /** The names of this test's slots in a process, with one of them called "its own". */
  private static Set<String> slotsOf(HandleTables tables, int processId, String own) {
    return tables.handles(processId).stream()
        .map(HandleRow::objectName)
        .filter(name -> name != null && name.contains("launch-"))
        .map(name -> name.equals(own) ? "its own" : name)
        .collect(Collectors.toSet());
  }

  /** Deterministic: while a launch is in the kernel, a creation that inherits all has to wait. */
  @Test
  void launch_excludesAChildThatInheritsAll(Kernel32 kernel32) throws InterruptedException {
    AtomicBoolean isInside = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    AtomicReference<Thread> other = new AtomicReference<>();
    Kernel32 watched =
        Kernel32Call.intercept(
            call -> {
              if (!call.method().equals("createProcess")) {
                return call.invoke(kernel32);
              }
              if (Thread.currentThread() == other.get()) {
                overlapped.set(isInside.get());
                return call.invoke(kernel32);
              }
              isInside.set(true);
              other.get().start();
              awaitBlocked(other.get());
              Object result = call.invoke(kernel32);
              isInside.set(false);
              return result;
            });
    other.set(
        new Thread(
            () -> end(ChildProcess.builder(CHILD).inheritHandles().suspended().start(watched))));
    try (Mailslot given = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(watched)) {
      var unused = launch.give(given.handle());
      end(launch.suspended().start(CHILD));
    }
    other.get().join();
    assertFalse(overlapped.get());
  }

  /** Returns when the thread waits for a lock; where it never does, the test times out. */
  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void launch_holdsTheJdksLock_ifThereIsOne(Kernel32 kernel32) throws ClassNotFoundException {
    Class<?> processBuilder = Class.forName("java.lang.ProcessImpl", false, null);
    List<Boolean> held = new ArrayList<>();
    Kernel32 watched =
        Kernel32Call.intercept(
            call -> {
              if (Set.of("createProcess", "setHandleInformation", "resumeThread")
                  .contains(call.method())) {
                held.add(Thread.holdsLock(processBuilder));
              }
              return call.invoke(kernel32);
            });
    try (Mailslot given = slot(kernel32);
        ChildLaunch launch = ChildLaunch.of(watched)) {
      var unused = launch.give(given.handle());
      try (ChildProcess child = launch.start(CHILD)) {
        assertTrue(child.waitFor(60_000));
      }
    }
    boolean expected = ChildLaunch.excludesProcessBuilder();
    assertEquals(List.of(expected, expected, false), held);
  }

  /** On Windows and on Wine the JDK has the lock; were it gone, this test would tell. */
  @Test
  @EnabledOnOs(OS.WINDOWS)
  void processBuilder_onWindows_isExcluded() {
    assertTrue(ChildLaunch.excludesProcessBuilder());
  }

  /** First that the leak is there and this test would see it, then that a launch has none. */
  @Test
  @EnabledOnOs(OS.WINDOWS)
  void processBuilder_duringALaunch_inheritsNothing(Kernel32 kernel32, HandleTables tables)
      throws Exception {
    try (Mailslot leaking = slot(kernel32)) {
      leaking.setInheritable(true);
      assertEquals(1, slotsOfProcessBuilder(tables).size(), "ProcessBuilder inherits everything");
      leaking.setInheritable(false);
    }
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger launches = new AtomicInteger();
    Thread launcher =
        new Thread(
            () -> {
              try (Mailslot given = slot(kernel32)) {
                while (!isOver.get()) {
                  try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
                    var unused = launch.give(given.handle());
                    end(launch.suspended().start(CHILD));
                    launches.incrementAndGet();
                  }
                }
              }
            });
    launcher.start();
    try {
      for (int i = 0; i < 10; i++) {
        assertEquals(Set.of(), slotsOfProcessBuilder(tables));
      }
    } finally {
      isOver.set(true);
      launcher.join();
    }
    assertTrue(launches.get() > 0);
  }

  private static Set<String> slotsOfProcessBuilder(HandleTables tables) throws Exception {
    // It waits for input, so it is there to be looked at.
    Process process = new ProcessBuilder("cmd.exe").redirectErrorStream(true).start();
    try {
      return slotsOf(tables, Math.toIntExact(process.pid()), "");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
