package handlelab.contract;

import static handlelab.api.Win32.FILE_GENERIC_READ;
import static handlelab.api.Win32.FILE_WRITE_DATA;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.MAILSLOT_WAIT_FOREVER;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.api.Win32.WRITE_DAC;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import java.nio.ByteBuffer;

/** The parameters of CreateMailslotW, and what GetMailslotInfo and SetMailslotInfo say of them. */
class MailslotCreationTest extends ContractTest {
  private MailslotInfo infoOf(int maxMessageSize, int readTimeoutMillis) {
    Handle slot = parent.createMailslot(newSlotName(), maxMessageSize, readTimeoutMillis, null);
    return parent.getMailslotInfo(slot);
  }

  @Fact({"slot-settings-of-minus-one", "wait-forever-comes-back"})
  void minusOneComesBackForBothParameters() {
    assertEquals(new MailslotInfo(-1, MailslotInfo.NO_MESSAGE, 0, -1), infoOf(-1, -1));
  }

  @Fact("slot-settings-of-zero")
  void zeroMeansAnySizeAndNoWaiting() {
    assertEquals(new MailslotInfo(0, MailslotInfo.NO_MESSAGE, 0, 0), infoOf(0, 0));
  }

  @Fact("slot-settings-come-back")
  void sizeAndTimeoutComeBack() {
    assertEquals(new MailslotInfo(10, MailslotInfo.NO_MESSAGE, 0, 5000), infoOf(10, 5000));
  }

  @Fact("longest-timeout-is-not-forever")
  void theLongestTimeoutIsNotForever() {
    assertEquals(0xFFFFFFFE, infoOf(0, 0xFFFFFFFE).readTimeoutMillis());
  }

  @Fact("read-timeout-belongs-to-slot")
  void theTimeoutHoldsForEveryHandleOfTheSlot() {
    Handle slot = parent.createMailslot(newSlotName(), 0, MAILSLOT_WAIT_FOREVER, null);
    Handle second = duplicate(parent, slot);
    parent.setMailslotInfo(slot, 0);
    assertEmpty(parent, second);
    assertEquals(0, parent.getMailslotInfo(second).readTimeoutMillis());
  }

  @Fact({"read-timeout-belongs-to-slot", "read-timeout-can-be-set"})
  void theTimeoutSetByAChildHoldsForTheParent() {
    Handle slot = parent.createMailslot(newSlotName(), 0, MAILSLOT_WAIT_FOREVER, null);
    makeInheritable(parent, slot);
    TestProcess child = start(Launch.inheriting());
    child.kernel32().setMailslotInfo(slot, 0);
    assertEmpty(parent, slot);
  }

  @Fact("slot-not-inheritable-by-default")
  void withoutAttributesTheHandleIsNotInheritable() {
    assertEquals(0, parent.getHandleInformation(createSlot(parent, newSlotName())));
    Handle plain = parent.createMailslot(newSlotName(), 0, 0, new SecurityAttributes(false));
    assertEquals(0, parent.getHandleInformation(plain));
  }

  @Fact("slot-created-inheritable")
  void inheritableAttributesMakeTheHandleInheritable() {
    Handle slot = parent.createMailslot(newSlotName(), 0, 0, SecurityAttributes.INHERITABLE);
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(slot));
  }

  @Fact({"flags-set-by-mask", "flag-set-later-counts"})
  void theInheritFlagCanBeSetRightAfterCreation() {
    Handle slot = parent.createMailslot(newSlotName(), 0, 0, SecurityAttributes.INHERITABLE);
    makeInheritable(parent, slot);
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(slot));
  }

  @Fact("server-end-readable-only")
  void serverEnd_isReadableOnly() {
    int access = row(parent, createSlot(parent, newSlotName())).grantedAccess();
    assertEquals(FILE_GENERIC_READ, access & ~WRITE_DAC);
    assertEquals(0, access & FILE_WRITE_DATA);
  }

  @Fact("reading-needs-server-end")
  void readingNeedsTheCreatorsHandle() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    write(parent, openClient(parent, name), "x");
    Handle reader =
        parent.createFile(name, GENERIC_READ, SHARE_ALL, null, OPEN_EXISTING, 0, Handle.NULL);
    assertFails(
        "ReadFile", new int[] {5, 87}, () -> parent.readFile(reader, ByteBuffer.allocate(8)));
    assertEquals("x", read(parent, slot));
  }

  @Fact("slot-information-changes-nothing")
  void information_askedTwice_isTheSame() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    write(parent, openClient(parent, name), "abc");
    MailslotInfo first = parent.getMailslotInfo(slot);
    assertEquals(first, parent.getMailslotInfo(slot));
    assertEquals("abc", read(parent, slot));
  }

  @Fact("slot-information-of-invalid-value-fails")
  void informationOnTheInvalidValueFails() {
    assertFails("GetMailslotInfo", new int[] {6, 87}, () -> parent.getMailslotInfo(Handle.INVALID));
  }

  @Fact("slot-information-next-size-and-count")
  void informationTellsTheNextSizeAndTheCount() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    Handle client = openClient(parent, name);
    write(parent, client, "1");
    write(parent, client, "22");
    assertEquals(new MailslotInfo(0, 1, 2, 0), parent.getMailslotInfo(slot));
    assertEquals("1", read(parent, slot));
    assertEquals(new MailslotInfo(0, 2, 1, 0), parent.getMailslotInfo(slot));
    assertEquals("22", read(parent, slot));
    assertEquals(new MailslotInfo(0, MailslotInfo.NO_MESSAGE, 0, 0), parent.getMailslotInfo(slot));
  }

  @Fact("read-timeout-can-be-set")
  void theTimeoutCanBeSet() {
    Handle slot = createSlot(parent, newSlotName());
    parent.setMailslotInfo(slot, MAILSLOT_WAIT_FOREVER);
    assertEquals(-1, parent.getMailslotInfo(slot).readTimeoutMillis());
    parent.setMailslotInfo(slot, 1234);
    assertEquals(1234, parent.getMailslotInfo(slot).readTimeoutMillis());
    parent.setMailslotInfo(slot, 0);
    assertEquals(0, parent.getMailslotInfo(slot).readTimeoutMillis());
  }

  @Fact("client-end-tells-settings")
  void aClientSeesWhatTheServerSees() {
    String name = newSlotName();
    Handle slot = parent.createMailslot(name, 100, 5, null);
    Handle client = openClient(parent, name);
    write(parent, client, "abc");
    assertEquals(parent.getMailslotInfo(slot), parent.getMailslotInfo(client));
  }

  @Fact("slot-information-needs-slot")
  void information_ofAnotherType_fails() {
    Handle closed = createSlot(parent, newSlotName());
    parent.closeHandle(closed);
    Handle process = duplicate(parent, Handle.CURRENT_PROCESS);
    for (Handle bad : new Handle[] {Handle.NULL, closed, process}) {
      assertFails("GetMailslotInfo", 6, () -> parent.getMailslotInfo(bad));
      assertFails("SetMailslotInfo", 6, () -> parent.setMailslotInfo(bad, 0));
    }
  }
}
