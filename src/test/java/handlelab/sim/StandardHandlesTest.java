package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.contract.Fact;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which standard handles a child has, case by case as win32-console-docs has them. */
class StandardHandlesTest {
  private static final Handle GARBAGE = new Handle(0x1_0000);

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess creator = kernel.startHostedProcess("creator.exe");
  private final Kernel32 parent = creator.kernel32();

  /** Not inheritable; protected; inheritable. */
  private final Handle plain = slot("plain", 0);

  private final Handle guarded = slot("guarded", Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE);
  private final Handle marked = slot("marked", Win32.HANDLE_FLAG_INHERIT);

  @AfterEach
  void close() {
    assertFalse(kernel.lock.isHeldByCurrentThread(), "a call kept the lock");
    kernel.close();
  }

  private Handle slot(String name, int flags) {
    Handle slot = parent.createMailslot("\\\\.\\mailslot\\" + name, 0, 0, null);
    parent.setHandleInformation(slot, 3, flags);
    return slot;
  }

  private void set(Handle input, Handle output, Handle error) {
    parent.setStdHandle(Win32.STD_INPUT_HANDLE, input);
    parent.setStdHandle(Win32.STD_OUTPUT_HANDLE, output);
    parent.setStdHandle(Win32.STD_ERROR_HANDLE, error);
  }

  private static List<Handle> standardHandles(Kernel32 process) {
    return List.of(
        process.getStdHandle(Win32.STD_INPUT_HANDLE),
        process.getStdHandle(Win32.STD_OUTPUT_HANDLE),
        process.getStdHandle(Win32.STD_ERROR_HANDLE));
  }

  private Kernel32 child(boolean inherits, int flags, StartupInfo startup) {
    return creator
        .createChild("child.exe", null, null, inherits, flags, startup)
        .process()
        .kernel32();
  }

  private static StartupInfo listing(Handle... list) {
    return new StartupInfo(null, null, null, Arrays.asList(list));
  }

  private void assertDuplicates(Kernel32 child, Handle... originals) {
    List<Handle> handles = standardHandles(child);
    for (int i = 0; i < originals.length; i++) {
      Handle handle = handles.get(i);
      assertEquals(parent.getHandleInformation(originals[i]), child.getHandleInformation(handle));
      Handle self = child.openProcess(Win32.PROCESS_DUP_HANDLE, false, creator.processId());
      Handle there =
          child.duplicateHandle(
              Handle.CURRENT_PROCESS, handle, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
      assertTrue(parent.compareObjectHandles(originals[i], there));
      parent.closeHandle(there);
    }
  }

  private static void assertInvalid(Kernel32 process, Handle handle) {
    Win32Exception refused =
        assertThrows(Win32Exception.class, () -> process.getHandleInformation(handle));
    assertEquals(Win32Error.ERROR_INVALID_HANDLE, refused.errorCode());
  }

  @Test
  void process_thatNobodySetThemFor_hasNone() {
    assertEquals(List.of(Handle.NULL, Handle.NULL, Handle.NULL), standardHandles(parent));
    assertEquals(
        List.of(Handle.NULL, Handle.NULL, Handle.NULL),
        standardHandles(child(true, 0, StartupInfo.DEFAULT)));
  }

  @Test
  void setStdHandle_checksTheNumberAndNotTheHandle() {
    set(GARBAGE, Handle.NULL, Handle.CURRENT_PROCESS);
    assertEquals(List.of(GARBAGE, Handle.NULL, Handle.CURRENT_PROCESS), standardHandles(parent));
    for (int number : new int[] {-9, -13, 0, 1, 42}) {
      for (Win32Exception refused :
          List.of(
              assertThrows(Win32Exception.class, () -> parent.getStdHandle(number)),
              assertThrows(Win32Exception.class, () -> parent.setStdHandle(number, plain)))) {
        assertEquals(Win32Error.ERROR_INVALID_HANDLE, refused.errorCode());
      }
    }
  }

  @Fact("standard-handles-duplicated-by-default")
  void child_withoutInheritance_hasDuplicates() {
    set(plain, guarded, marked);
    assertDuplicates(child(false, 0, StartupInfo.DEFAULT), plain, guarded, marked);
    assertDuplicates(child(false, Win32.CREATE_SUSPENDED, null), plain, guarded, marked);
  }

  @Fact("standard-handles-copied-with-inheritance")
  void child_thatInheritsAll_hasTheValues() {
    set(plain, guarded, marked);
    Kernel32 child = child(true, 0, StartupInfo.DEFAULT);
    assertEquals(List.of(plain, guarded, marked), standardHandles(child));
    assertInvalid(child, plain);
    assertInvalid(child, guarded);
    assertEquals(Win32.HANDLE_FLAG_INHERIT, child.getHandleInformation(marked));
  }

  @Fact("standard-handles-copied-with-inheritance")
  void child_thatInheritsAList_hasDuplicates() {
    set(plain, guarded, GARBAGE);
    Kernel32 child = child(true, 0, listing(marked));
    assertDuplicates(child, plain, guarded);
    assertEquals(Handle.NULL, child.getStdHandle(Win32.STD_ERROR_HANDLE));
    assertEquals(Win32.HANDLE_FLAG_INHERIT, child.getHandleInformation(marked));
    // Also if nothing is inherited, because of a NULL.
    assertDuplicates(child(true, 0, listing(marked, Handle.NULL)), plain, guarded);
  }

  @Fact({"standard-handles-unchecked-with-flag", "standard-handles-null-without-inheritance"})
  void child_ofNamedHandles_hasTheirValuesUnchecked() {
    set(plain, plain, plain);
    var named = new StartupInfo(marked, plain, GARBAGE, null);
    Kernel32 child = child(true, Win32.DETACHED_PROCESS, named);
    assertEquals(List.of(marked, plain, GARBAGE), standardHandles(child));
    assertEquals(Win32.HANDLE_FLAG_INHERIT, child.getHandleInformation(marked));
    assertInvalid(child, plain);
    Kernel32 listed = child(true, 0, new StartupInfo(marked, plain, null, List.of(Handle.NULL)));
    assertEquals(List.of(marked, plain, Handle.NULL), standardHandles(listed));
    assertInvalid(listed, marked);
    assertEquals(
        List.of(Handle.NULL, Handle.NULL, Handle.NULL), standardHandles(child(false, 0, named)));
  }

  @Fact("standard-handles-of-another-console")
  void child_onAnotherConsole_hasNone() {
    set(marked, marked, marked);
    for (int flag :
        new int[] {Win32.DETACHED_PROCESS, Win32.CREATE_NEW_CONSOLE, Win32.CREATE_NO_WINDOW}) {
      for (boolean inherits : new boolean[] {false, true}) {
        assertEquals(
            List.of(Handle.NULL, Handle.NULL, Handle.NULL),
            standardHandles(child(inherits, flag, StartupInfo.DEFAULT)));
      }
    }
  }

  @Fact("close-standard-handle-number")
  void closeHandle_ofANumber_closesTheStandardHandleAndClearsIt() {
    set(plain, guarded, GARBAGE);
    Handle inputNumber = new Handle(0xFFFF_FFF6L);
    parent.closeHandle(inputNumber);
    assertInvalid(parent, plain);
    assertEquals(Handle.NULL, parent.getStdHandle(Win32.STD_INPUT_HANDLE));
    for (long number : new long[] {0xFFFF_FFF6L, 0xFFFF_FFF5L, 0xFFFF_FFF4L, -12, 0xFFFF_FFF3L}) {
      Win32Exception refused =
          assertThrows(Win32Exception.class, () -> parent.closeHandle(new Handle(number)));
      assertEquals(Win32Error.ERROR_INVALID_HANDLE, refused.errorCode());
    }
    assertEquals(Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, parent.getHandleInformation(guarded));
    assertEquals(List.of(Handle.NULL, Handle.NULL, Handle.NULL), standardHandles(parent));
  }

  @Test
  void closedHandle_staysInItsSlot() {
    set(plain, guarded, marked);
    parent.closeHandle(plain);
    assertEquals(plain, parent.getStdHandle(Win32.STD_INPUT_HANDLE));
  }
}
