package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** Who keeps a slot alive: server handles, over all processes, and nothing else. */
class MailslotLifetimeTest extends ContractTest {
  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  private void assertNameIsFree() {
    Handle fresh = createSlot(parent, name);
    assertEmpty(parent, fresh);
    parent.closeHandle(fresh);
  }

  private void assertNameIsTaken() {
    assertFails("CreateMailslotW", 183, () -> createSlot(parent, name));
  }

  @Fact("last-server-close-drops-messages")
  void theLastCloseDropsTheMessages() {
    Handle client = openClient(parent, name);
    write(parent, client, "lost");
    parent.closeHandle(client);
    parent.closeHandle(slot);
    assertNameIsFree();
  }

  @Fact("slot-lives-until-last-server-close")
  void aDuplicateKeepsTheSlotAlive() {
    Handle copy = duplicate(parent, slot);
    write(parent, openClient(parent, name), "kept");
    parent.closeHandle(slot);
    assertNameIsTaken();
    assertEquals("kept", read(parent, copy));
    assertEquals(MailslotInfo.NO_MESSAGE, parent.getMailslotInfo(copy).nextSize());
  }

  @Fact({"read-timeout-belongs-to-slot", "duplicate-shares-object"})
  void duplicatesShareOneQueue() {
    Handle copy = duplicate(parent, slot);
    Handle client = openClient(parent, name);
    write(parent, client, "1");
    write(parent, client, "2");
    assertEquals("1", read(parent, copy));
    assertEquals(1, parent.getMailslotInfo(copy).messageCount());
    assertEquals("2", read(parent, slot));
    assertEmpty(parent, copy);
  }

  @Fact({"slot-lives-until-last-server-close", "process-end-closes-rows"})
  void aChildsInheritedHandleKeepsTheSlotAlive() {
    makeInheritable(parent, slot);
    TestProcess child = start(Launch.inheriting());
    Handle client = openClient(parent, name);
    write(parent, client, "for the child");
    parent.closeHandle(slot);
    assertNameIsTaken();
    assertEquals("for the child", read(child.kernel32(), slot));
    parent.closeHandle(client);
    kill(parent, child.process());
    assertNameIsFree();
  }

  @Fact({"slot-lives-until-last-server-close", "process-end-closes-rows"})
  void slot_withARowInAChild_livesOn() {
    TestProcess child = start(Launch.plain());
    Handle there = duplicate(parent, slot, child.process());
    parent.closeHandle(slot);
    assertNameIsTaken();
    Handle client = openClient(parent, name);
    write(parent, client, "x");
    assertEquals("x", read(child.kernel32(), there));
    parent.closeHandle(client);
    child.kernel32().closeHandle(there);
    assertNameIsFree();
  }

  @Fact("process-end-closes-rows")
  void aSlotEndsWithTheProcessThatOwnedItAlone() {
    TestProcess child = start(Launch.plain());
    String own = newSlotName();
    Kernel32 childKernel = child.kernel32();
    createSlot(childKernel, own);
    assertFails("CreateMailslotW", 183, () -> createSlot(parent, own));
    kill(parent, child.process());
    createSlot(parent, own);
  }

  @Fact({"process-end-closes-rows", "exit-code-after-end"})
  void slot_endsWithTheExitOfItsOwner() {
    TestProcess child = start(Launch.plain());
    String own = newSlotName();
    createSlot(child.kernel32(), own);
    child.exit(7);
    assertEquals(7, awaitExit(parent, child.process()));
    createSlot(parent, own);
  }

  @Fact("write-to-dead-slot-fails")
  void aWriteAfterTheLastServerHandleFails() {
    Handle client = openClient(parent, name);
    parent.closeHandle(slot);
    assertFails("WriteFile", 38, () -> parent.writeFile(client, ByteBuffer.allocate(4)));
  }

  @Fact("client-does-not-keep-slot-name")
  void anOpenClientDoesNotKeepTheName() {
    openClient(parent, name);
    parent.closeHandle(slot);
    assertNameIsFree();
  }

  @Fact({"client-does-not-keep-slot-name", "old-client-does-not-reach-new-slot"})
  void anOldClientDoesNotReachANewSlot() {
    Handle old = openClient(parent, name);
    parent.closeHandle(slot);
    Handle fresh = createSlot(parent, name);
    assertFails("WriteFile", 38, () -> parent.writeFile(old, ByteBuffer.allocate(4)));
    assertEmpty(parent, fresh);
    write(parent, openClient(parent, name), "new");
    assertEquals("new", read(parent, fresh));
  }

  @Fact({"write-to-dead-slot-fails", "client-does-not-keep-slot-name"})
  void deadSlot_withAClientLeft_cannotBeOpened() {
    openClient(parent, name);
    parent.closeHandle(slot);
    assertFails("CreateFileW", 2, () -> openClient(parent, name));
  }

  @Fact("messages-outlive-writer")
  void aClientOutlivesItsOpenersHandleByADuplicate() {
    Handle client = openClient(parent, name);
    Handle moved =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS,
            client,
            Handle.CURRENT_PROCESS,
            0,
            false,
            DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    write(parent, moved, "still");
    assertEquals("still", read(parent, slot));
  }

  @Fact({"reading-needs-server-end", "duplicate-shares-object"})
  void otherProcess_writesByName() {
    TestProcess child = start(Launch.plain());
    Handle client = openClient(child.kernel32(), name);
    write(child.kernel32(), client, "hello from a stranger");
    assertEquals("hello from a stranger", read(parent, slot));
  }
}
