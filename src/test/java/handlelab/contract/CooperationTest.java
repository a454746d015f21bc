package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
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
}
