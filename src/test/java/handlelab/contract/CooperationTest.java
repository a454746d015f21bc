package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What programs do with all of it together. */
class CooperationTest extends ContractTest {
  /** The picture that this project starts from: a resource, its object, rows in two tables. */
  @Fact({"inheritable-rows-copied", "client-end-counted-apart", "process-end-closes-rows"})
  void parentCreates_childInherits_parentLeaves() {
    String name = newSlotName();
    Handle slot = createInheritableSlot(parent, name);
    Handle client = openClient(parent, name);
    assertEquals(1, usageCount(parent, slot));
    TestProcess child = start(Launch.inheriting());
    assertEquals(2, usageCount(parent, slot));
    parent.closeHandle(slot);
    assertEquals(1, usageCount(child.kernel32(), slot));
    write(parent, client, "one");
    assertEquals("one", read(child.kernel32(), slot));
    child.exit(0);
    awaitExit(parent, child.process());
    parent.closeHandle(client);
    createSlot(parent, name);
  }

  @Fact({"client-created-inheritable", "inheritable-rows-copied", "inherited-client-end-writes"})
  void twoSlots_makeAConversation() {
    String toChild = newSlotName();
    String toParent = newSlotName();
    Handle childReads = createInheritableSlot(parent, toChild);
    Handle parentReads = parent.createMailslot(toParent, 0, 20_000, null);
    Handle childWrites = openClient(parent, toParent);
    makeInheritable(parent, childWrites);
    Handle parentWrites = openClient(parent, toChild);
    TestProcess child = start(Launch.inheritingOnly(childReads, childWrites));
    parent.closeHandle(childReads);
    parent.closeHandle(childWrites);
    for (int i = 0; i < 5; i++) {
      write(parent, parentWrites, "ping " + i);
      write(child.kernel32(), childWrites, read(child.kernel32(), childReads) + " pong");
      assertEquals("ping " + i + " pong", read(parent, parentReads));
    }
  }

  @Fact({"duplicate-of-pseudo-process-is-real", "duplicate-shares-object", "exit-code-after-end"})
  void child_waitsForTheEndOfAnother() {
    TestProcess worker = start(Launch.plain());
    TestProcess watcher = start(Launch.plain());
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS,
            worker.process(),
            watcher.process(),
            SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION,
            false,
            0);
    CompletableFuture<Integer> watching = inBackground(() -> awaitExit(watcher.kernel32(), there));
    worker.exit(21);
    assertEquals(21, watching.orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Fact({"duplicating-needs-right", "duplicate-shares-object", "process-opened-by-id"})
  void broker_handsOutAHandleByProcessId() {
    TestProcess client = start(Launch.plain());
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    Handle writer = openClient(parent, name);
    Handle target = parent.openProcess(PROCESS_DUP_HANDLE, false, client.processId());
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS,
            writer,
            target,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    parent.closeHandle(target);
    write(client.kernel32(), there, "thank you");
    assertEquals("thank you", read(parent, slot));
  }

  @Fact({"duplicate-shares-object", "duplicate-of-pseudo-process-is-real"})
  void child_fetchesWhatItsParentMadeLater() {
    Handle self =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_PROCESS,
            PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION,
            true,
            0);
    TestProcess child = start(Launch.inheriting());
    String name = newSlotName();
    Handle later = createSlot(parent, name);
    Handle there =
        child
            .kernel32()
            .duplicateHandle(self, later, Handle.CURRENT_PROCESS, 0, false, DUPLICATE_SAME_ACCESS);
    write(parent, openClient(parent, name), "made later");
    assertEquals("made later", read(child.kernel32(), there));
  }

  @Fact({
    "inheritable-rows-copied",
    "handle-list-limits-inheritance",
    "listed-handles-stay-inheritable"
  })
  void aServerGivesEachWorkerItsOwnSlot() {
    Handle[] slots = new Handle[3];
    TestProcess[] workers = new TestProcess[3];
    String[] names = new String[3];
    for (int i = 0; i < slots.length; i++) {
      names[i] = newSlotName();
      slots[i] = createInheritableSlot(parent, names[i]);
    }
    for (int i = 0; i < slots.length; i++) {
      workers[i] = start(Launch.inheritingOnly(slots[i]));
    }
    for (int i = 0; i < slots.length; i++) {
      assertEquals(2, usageCount(parent, slots[i]));
      parent.closeHandle(slots[i]);
      write(parent, openClient(parent, names[i]), "job " + i);
      assertEquals("job " + i, read(workers[i].kernel32(), slots[i]));
    }
  }

  @Fact({"one-message-per-read-in-order", "inheritable-rows-copied"})
  void workersShareOneQueueOfJobs() {
    String name = newSlotName();
    Handle jobs = createInheritableSlot(parent, name);
    TestProcess first = start(Launch.inheriting());
    TestProcess second = start(Launch.inheriting());
    Handle client = openClient(parent, name);
    for (int i = 0; i < 6; i++) {
      write(parent, client, "job " + i);
    }
    for (int i = 0; i < 6; i += 2) {
      assertEquals("job " + i, read(first.kernel32(), jobs));
      assertEquals("job " + (i + 1), read(second.kernel32(), jobs));
    }
    assertEmpty(parent, jobs);
  }

  @Fact({"flags-set-by-mask", "inheritable-rows-copied", "nothing-inherited-without-parameter"})
  void theFlagIsSetForOneStartOnly() {
    Handle slot = createSlot(parent, newSlotName());
    makeInheritable(parent, slot);
    TestProcess first = start(Launch.inheriting());
    parent.setHandleInformation(slot, HANDLE_FLAG_INHERIT, 0);
    assertEmpty(first.kernel32(), slot);
    start(Launch.inheriting());
    assertEquals(2, usageCount(parent, slot));
  }

  @Fact({"messages-outlive-writer", "process-end-closes-rows"})
  void lastWordsOfAKilledChild_areRead() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    TestProcess child = start(Launch.plain());
    Handle client = openClient(child.kernel32(), name);
    write(child.kernel32(), client, "last words");
    kill(parent, child.process());
    assertEquals("last words", read(parent, slot));
    assertEquals(MailslotInfo.NO_MESSAGE, parent.getMailslotInfo(slot).nextSize());
  }

  @Fact({"write-ends-waiting-read", "inheritable-rows-copied"})
  void child_waitsForAMessageOfItsParent() {
    String name = newSlotName();
    Handle slot = parent.createMailslot(name, 0, -1, null);
    makeInheritable(parent, slot);
    TestProcess child = start(Launch.inheriting());
    CompletableFuture<String> reading = inBackground(() -> read(child.kernel32(), slot));
    write(parent, openClient(parent, name), "at last");
    assertEquals("at last", reading.orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Fact({"inheritable-rows-copied", "usage-count-spans-processes"})
  void threeGenerationsHoldOneObject() {
    String name = newSlotName();
    Handle slot = createInheritableSlot(parent, name);
    TestProcess child = start(Launch.inheriting());
    TestProcess grandchild = machine().start(child.kernel32(), Launch.inheriting());
    assertEquals(3, usageCount(parent, slot));
    Kernel32 childKernel = child.kernel32();
    assertTrue(
        parent.compareObjectHandles(
            slot,
            parent.duplicateHandle(
                child.process(), slot, Handle.CURRENT_PROCESS, 0, false, DUPLICATE_SAME_ACCESS)));
    kill(childKernel, grandchild.process());
    assertEquals(3, usageCount(parent, slot));
    kill(parent, child.process());
    assertEquals(2, usageCount(parent, slot));
  }

  @Fact({"second-close-fails", "values-come-back-soon"})
  void aStaleValueMayMeanAnotherObject() {
    String first = newSlotName();
    Handle stale = createSlot(parent, first);
    parent.closeHandle(stale);
    assertInvalid(parent, stale);
    String second = newSlotName();
    Handle fresh = createSlot(parent, second);
    assertFails(
        "CreateFileW",
        2,
        () -> parent.createFile(first, GENERIC_WRITE, SHARE_ALL, null, 3, 0, Handle.NULL));
    write(parent, openClient(parent, second), "fresh");
    assertEquals("fresh", read(parent, fresh));
  }
}
