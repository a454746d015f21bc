package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** Who keeps a slot alive: server handles, over all processes, and nothing else. */
abstract class MailslotLifetime extends ContractTest {
  private String name;
  private Handle slot;

  MailslotLifetime(Supplier<Machine> boot) {
    super(boot);
  }

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

  @Fact(79)
  void theLastCloseDropsTheMessages() {
    Handle client = openClient(parent, name);
    write(parent, client, "lost");
    parent.closeHandle(client);
    parent.closeHandle(slot);
    assertNameIsFree();
  }

  @Fact({32, 79})
  void aDuplicateKeepsTheSlotAlive() {
    Handle copy = duplicate(parent, slot);
    write(parent, openClient(parent, name), "kept");
    parent.closeHandle(slot);
    assertNameIsTaken();
    assertEquals("kept", read(parent, copy));
    assertEquals(MailslotInfo.NO_MESSAGE, parent.getMailslotInfo(copy).nextSize());
  }

  @Fact({40, 153})
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

  @Fact({79, 256})
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

  @Fact({79, 256})
  void aHandleDuplicatedIntoAChildKeepsTheSlotAlive() {
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

  @Fact(256)
  void aSlotEndsWithTheProcessThatOwnedItAlone() {
    TestProcess child = start(Launch.plain());
    String own = newSlotName();
    Kernel32 childKernel = child.kernel32();
    createSlot(childKernel, own);
    assertFails("CreateMailslotW", 183, () -> createSlot(parent, own));
    kill(parent, child.process());
    createSlot(parent, own);
  }

  @Fact({229, 256})
  void aSlotEndsWithTheExitOfItsOwner() {
    TestProcess child = start(Launch.plain());
    String own = newSlotName();
    createSlot(child.kernel32(), own);
    child.exit(7);
    assertEquals(7, awaitExit(parent, child.process()));
    createSlot(parent, own);
  }

  @Fact(95)
  void aWriteAfterTheLastServerHandleFails() {
    Handle client = openClient(parent, name);
    parent.closeHandle(slot);
    assertFails("WriteFile", 38, () -> parent.writeFile(client, ByteBuffer.allocate(4)));
  }

  @Fact(96)
  void anOpenClientDoesNotKeepTheName() {
    openClient(parent, name);
    parent.closeHandle(slot);
    assertNameIsFree();
  }

  @Fact({96, 97})
  void anOldClientDoesNotReachANewSlot() {
    Handle old = openClient(parent, name);
    parent.closeHandle(slot);
    Handle fresh = createSlot(parent, name);
    assertFails("WriteFile", 38, () -> parent.writeFile(old, ByteBuffer.allocate(4)));
    assertEmpty(parent, fresh);
    write(parent, openClient(parent, name), "new");
    assertEquals("new", read(parent, fresh));
  }

  @Fact({95, 96})
  void noClientOpensASlotWhoseServerIsGone() {
    openClient(parent, name);
    parent.closeHandle(slot);
    assertFails("CreateFileW", 2, () -> openClient(parent, name));
  }

  @Fact(78)
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

  @Fact({46, 153})
  void aStrangerWritesByName() {
    TestProcess child = start(Launch.plain());
    Handle client = openClient(child.kernel32(), name);
    write(child.kernel32(), client, "hello from a stranger");
    assertEquals("hello from a stranger", read(parent, slot));
  }
}
