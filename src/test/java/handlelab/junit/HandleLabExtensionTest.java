package handlelab.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.CallLog;
import handlelab.sim.SimulatedKernel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.AssertionFailedError;

/** Runs on the kernel of this system: the real one where there is one, else a simulated one. */
@Tag("real")
class HandleLabExtensionTest {
  private static final AtomicInteger SLOTS = new AtomicInteger();

  /** On the real kernel what a fixture leaks stays open, so no name is used twice. */
  private static Handle slot(Kernel32 kernel32, String name) {
    String number = ProcessHandle.current().pid() + "-" + SLOTS.incrementAndGet();
    String full = "\\\\.\\mailslot\\junit-" + number + "-" + name;
    return kernel32.createMailslot(full, 0, 0, null);
  }

  private static String message(Map<String, Optional<Throwable>> results, String test) {
    Throwable failure = results.get(test).orElseThrow();
    return assertInstanceOf(AssertionFailedError.class, failure).getMessage();
  }

  @ExtendWith({Fixtures.OnlyHere.class, HandleLabExtension.class})
  static class Leaks {
    @Test
    void leaksOne(Kernel32 kernel32) {
      slot(kernel32, "leaked");
    }

    @Test
    void leaksTwoOfThree(Kernel32 kernel32) {
      Handle slot = slot(kernel32, "first");
      kernel32.duplicateHandle(Handle.CURRENT_PROCESS, slot, Handle.CURRENT_PROCESS, 0, false, 2);
      kernel32.closeHandle(
          kernel32.duplicateHandle(
              Handle.CURRENT_PROCESS, slot, Handle.CURRENT_PROCESS, 0, false, 2));
    }

    @Test
    void closesAll(Kernel32 kernel32) {
      kernel32.closeHandle(slot(kernel32, "closed"));
    }

    /** The log does not know it, the kernel does. */
    @Test
    void closesPastTheLog(CallLog log) throws ReflectiveOperationException {
      Handle slot = slot(log.kernel32(), "past");
      var unlogged = CallLog.class.getDeclaredMethod("unlogged");
      unlogged.setAccessible(true);
      ((Kernel32) unlogged.invoke(log)).closeHandle(slot);
    }

    @Test
    void failsAndLeaks(Kernel32 kernel32) {
      slot(kernel32, "both");
      throw new IllegalStateException("its own failure");
    }
  }

  @Test
  void handlesLeftOpen_failTheTest() {
    Map<String, Optional<Throwable>> results = Fixtures.run(Leaks.class);
    assertEquals(5, results.size());
    assertEquals(Optional.empty(), results.get("closesAll(Kernel32)"));
    assertEquals(Optional.empty(), results.get("closesPastTheLog(CallLog)"));
    String one = message(results, "leaksOne(Kernel32)");
    assertTrue(
        Pattern.compile(
                "the test leaves 1 handle open:\n"
                    + "  0x[0-9a-f]+ File \\\\Device\\\\mailslot\\\\junit-\\d+-\\d+-leaked,"
                    + " opened by CreateMailslotW \\(call 1, thread .*, [0-9:.]+\\)\n"
                    + "\\(HandleLabExtension.keepingStacks\\(\\) shows where\\)",
                Pattern.CASE_INSENSITIVE)
            .matcher(one)
            .matches(),
        one);
    String two = message(results, "leaksTwoOfThree(Kernel32)");
    assertTrue(two.startsWith("the test leaves 2 handles open:"), two);
    assertTrue(two.contains("opened by DuplicateHandle (call 2,"), two);
  }

  @Test
  void handlesLeftOpen_testFailsToo_areSuppressed() {
    Throwable failure = Fixtures.run(Leaks.class).get("failsAndLeaks(Kernel32)").orElseThrow();
    assertEquals("its own failure", failure.getMessage());
    assertTrue(failure.getSuppressed()[0].getMessage().startsWith("the test leaves 1 handle open"));
  }

  @ExtendWith(Fixtures.OnlyHere.class)
  static class LeaksWithStack {
    @RegisterExtension
    final HandleLabExtension lab = HandleLabExtension.ofThisSystem().keepingStacks();

    @Test
    void leaks(Kernel32 kernel32) {
      slot(kernel32, "stack");
    }
  }

  @Test
  void keepingStacks_showsTheFramesOfTheTest() {
    String text = message(Fixtures.run(LeaksWithStack.class), "leaks(Kernel32)");
    String here = HandleLabExtensionTest.class.getName();
    int slot = text.indexOf("\n      at " + here + ".slot(HandleLabExtensionTest.java:");
    int test = text.indexOf("\n      at " + here + "$LeaksWithStack.leaks(");
    assertTrue(slot > 0 && test > slot, text);
    assertFalse(text.contains("keepingStacks"), text);
  }

  @ExtendWith(Fixtures.OnlyHere.class)
  static class ClosesTwiceAndLeavesAChild {
    private static int leftSuspended;

    @RegisterExtension
    final HandleLabExtension lab =
        HandleLabExtension.ofThisSystem().installing("cmd.exe", (kernel32, arguments) -> 0);

    @Test
    void closesTwice(Kernel32 kernel32) {
      Handle slot = slot(kernel32, "twice");
      kernel32.closeHandle(slot);
      assertThrows(Win32Exception.class, () -> kernel32.closeHandle(slot));
    }

    @Test
    void leavesSuspended(Kernel32 kernel32) {
      ProcessInformation child = start(kernel32);
      leftSuspended = child.processId();
      kernel32.closeHandle(child.thread());
      kernel32.closeHandle(child.process());
    }

    @Test
    void resumes(Kernel32 kernel32) {
      ProcessInformation child = start(kernel32);
      assertEquals(1, kernel32.resumeThread(child.thread()));
      end(kernel32, child);
    }

    @Test
    void terminates(Kernel32 kernel32) {
      ProcessInformation child = start(kernel32);
      kernel32.terminateProcess(child.process(), 0);
      end(kernel32, child);
    }

    private static ProcessInformation start(Kernel32 kernel32) {
      return kernel32.createProcess(
          null, "cmd.exe /c exit 0", null, null, false, Win32.CREATE_SUSPENDED, null, null, null);
    }

    private static void end(Kernel32 kernel32, ProcessInformation child) {
      assertEquals(0, kernel32.waitForSingleObject(child.process(), Win32.INFINITE));
      kernel32.closeHandle(child.thread());
      kernel32.closeHandle(child.process());
    }
  }

  @Test
  void secondCloseAndSuspendedChild_failTheTest() {
    Map<String, Optional<Throwable>> results = Fixtures.run(ClosesTwiceAndLeavesAChild.class);
    if (Backends.defaultKind() == BackendKind.REAL) {
      ProcessHandle.of(ClosesTwiceAndLeavesAChild.leftSuspended)
          .ifPresent(ProcessHandle::destroyForcibly);
    }
    String twice = message(results, "closesTwice(Kernel32)");
    assertTrue(
        Pattern.compile(
                """
                the test closes 1 handle twice:
                  0x[0-9a-f]+, closed again by CloseHandle \\(call \\d+, .*\\)
                    closed first by CloseHandle \\(call 2, .*\\)
                    opened by CreateMailslotW \\(call 1, .*\\)
                \\(HandleLabExtension.keepingStacks\\(\\) shows where\\)\
                """)
            .matcher(twice)
            .matches(),
        twice);
    String suspended = message(results, "leavesSuspended(Kernel32)");
    assertTrue(suspended.startsWith("the test leaves 1 child suspended:\n  process "), suspended);
    assertTrue(suspended.contains(", created by CreateProcessW (call 1,"), suspended);
    assertEquals(Optional.empty(), results.get("resumes(Kernel32)"));
    assertEquals(Optional.empty(), results.get("terminates(Kernel32)"));
  }

  @ExtendWith({Fixtures.OnlyHere.class, HandleLabExtension.class})
  static class SetUpAndTornDown {
    private Handle slot;

    @BeforeEach
    void open(Kernel32 kernel32) {
      slot = slot(kernel32, "each");
    }

    @AfterEach
    void close(Kernel32 kernel32) {
      kernel32.closeHandle(slot);
    }

    @Test
    void uses(Kernel32 kernel32) {
      assertEquals(0, kernel32.getMailslotInfo(slot).messageCount());
    }
  }

  @Test
  void handleClosedAfterEach_isNoFault() {
    assertEquals(Map.of("uses(Kernel32)", Optional.empty()), Fixtures.run(SetUpAndTornDown.class));
  }

  @ExtendWith({Fixtures.OnlyHere.class, HandleLabExtension.class})
  static class SharedByTheClass {
    private static Handle closed;

    @BeforeAll
    static void open(Kernel32 kernel32) {
      closed = slot(kernel32, "class-closed");
      slot(kernel32, "class-leaked");
    }

    @AfterAll
    static void close(Kernel32 kernel32) {
      kernel32.closeHandle(closed);
    }

    @Test
    void uses(Kernel32 kernel32) {
      assertEquals(0, kernel32.getMailslotInfo(closed).messageCount());
    }

    @Test
    void leaks(Kernel32 kernel32) {
      slot(kernel32, "test-leaked");
    }
  }

  @Test
  void handleOfTheClass_isCheckedAfterAll() {
    Map<String, Optional<Throwable>> results = Fixtures.run(SharedByTheClass.class);
    assertEquals(Optional.empty(), results.get("uses(Kernel32)"));
    String leak = message(results, "leaks(Kernel32)");
    assertTrue(leak.startsWith("the test leaves 1 handle open"), leak);
    String ofClass = message(results, "HandleLabExtensionTest$SharedByTheClass");
    assertTrue(ofClass.contains("class-leaked") && !ofClass.contains("class-closed"), ofClass);
  }

  @ExtendWith(Fixtures.OnlyHere.class)
  static class OnASimulatedKernel {
    private static SimulatedKernel first;

    @RegisterExtension final HandleLabExtension lab = HandleLabExtension.simulated();

    @Test
    void one(SimulatedKernel kernel, Kernel32 kernel32) {
      check(kernel, kernel32);
    }

    @Test
    void two(SimulatedKernel kernel, Kernel32 kernel32) {
      check(kernel, kernel32);
    }

    private static void check(SimulatedKernel kernel, Kernel32 kernel32) {
      assertNotEquals(first, kernel, "each test has its own");
      first = kernel;
      Handle slot = slot(kernel32, "own");
      assertEquals(new Handle(256), slot);
      kernel32.closeHandle(slot);
    }
  }

  @Test
  void simulated_eachTest_hasItsOwnKernel() {
    Map<String, Optional<Throwable>> results = Fixtures.run(OnASimulatedKernel.class);
    assertEquals(2, results.size());
    assertEquals(Set.of(Optional.<Throwable>empty()), Set.copyOf(results.values()));
  }

  @ExtendWith(Fixtures.OnlyHere.class)
  static class LeavesObjects {
    @RegisterExtension final HandleLabExtension lab = HandleLabExtension.simulated();

    @Test
    void leaks(Kernel32 kernel32) {
      kernel32.createMutex(null, true, null);
      kernel32.closeHandle(kernel32.createPipe(null, 0).write());
    }

    @Test
    void closesTwice(Kernel32 kernel32) {
      PipeHandles pipe = kernel32.createPipe(null, 0);
      kernel32.closeHandle(pipe.read());
      kernel32.closeHandle(pipe.write());
      try {
        kernel32.closeHandle(pipe.write());
      } catch (Win32Exception e) {
        assertEquals(6, e.errorCode());
      }
    }
  }

  @Test
  void objectsLeftOpen_areShownWithTheirState() {
    Map<String, Optional<Throwable>> results = Fixtures.run(LeavesObjects.class);
    String left = message(results, "leaks(Kernel32)");
    assertTrue(
        left.matches(
            "(?s).* Mutant \\(owned by thread \\d+ of process 1000\\), opened by CreateMutexW.*"
                + " File \\(read end, other end closed\\), opened by CreatePipe .*"),
        left);
    String twice = message(results, "closesTwice(Kernel32)");
    assertTrue(twice.contains("    opened as write end of a pipe by CreatePipe (call 1,"), twice);
  }

  @ExtendWith(Fixtures.OnlyHere.class)
  static class EndsItself {
    @RegisterExtension final HandleLabExtension lab = HandleLabExtension.simulated();

    @Test
    void ends(Kernel32 kernel32) {
      slot(kernel32, "gone");
      try {
        kernel32.terminateProcess(Handle.CURRENT_PROCESS, 0);
      } catch (IllegalStateException e) {
        assertTrue(e.getMessage().contains("has ended"));
      }
    }
  }

  @Test
  void processEnded_leavesNothingOpen() {
    assertEquals(Map.of("ends(Kernel32)", Optional.empty()), Fixtures.run(EndsItself.class));
  }
}
