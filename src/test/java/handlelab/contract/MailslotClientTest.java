package handlelab.contract;

import static handlelab.api.Win32.FILE_READ_DATA;
import static handlelab.api.Win32.FILE_SHARE_READ;
import static handlelab.api.Win32.FILE_SHARE_WRITE;
import static handlelab.api.Win32.FILE_WRITE_DATA;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.OPEN_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** Opening the client end with CreateFileW, and what such a handle allows. */
class MailslotClientTest extends ContractTest {
  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  private Handle open(int access, int share) {
    return parent.createFile(name, access, share, null, OPEN_EXISTING, 0, Handle.NULL);
  }

  private void assertCannotRead(Handle client) {
    assertFails(
        "ReadFile", new int[] {5, 87}, () -> parent.readFile(client, ByteBuffer.allocate(8)));
  }

  private void assertCannotWrite(Handle client) {
    assertFails("WriteFile", 5, () -> parent.writeFile(client, ByteBuffer.allocate(8)));
    assertEquals(0, parent.getMailslotInfo(slot).messageCount());
  }

  private void assertCanWrite(Handle client) {
    write(parent, client, "works");
    assertEquals("works", read(parent, slot));
  }

  @Fact("client-opens-for-writing")
  void aWriterThatSharesReadingOpens() {
    Handle client = open(GENERIC_WRITE, FILE_SHARE_READ);
    assertCanWrite(client);
    assertEquals(0, parent.getHandleInformation(client));
  }

  @Fact("client-opened-for-both-writes-only")
  void readAndWriteOpensAndCanWriteOnly() {
    Handle client = open(GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ);
    assertCanWrite(client);
    assertCannotRead(client);
  }

  @Fact({"client-opened-for-reading-opens", "writing-needs-write-access"})
  void readAloneOpensAndCanDoNeither() {
    Handle client = open(GENERIC_READ, SHARE_ALL);
    assertCannotRead(client);
    assertCannotWrite(client);
  }

  @Fact({"client-opened-for-nothing-opens", "writing-needs-write-access"})
  void noAccessOpensAndCanDoNeither() {
    Handle client = open(0, FILE_SHARE_READ);
    assertCannotRead(client);
    assertCannotWrite(client);
  }

  @Fact("client-sharing-nothing-opens")
  void aWriterThatSharesNothingOpens() {
    assertCanWrite(open(GENERIC_WRITE, 0));
  }

  @Fact("client-sharing-writing-only-opens")
  void aWriterThatSharesWritingOnlyOpens() {
    assertCanWrite(open(GENERIC_WRITE, FILE_SHARE_WRITE));
  }

  @Fact({"messages-of-two-writers-interleave", "one-message-per-read-in-order"})
  void twoWritersInterleaveInTheOrderOfTheirWrites() {
    Handle first = open(GENERIC_WRITE, SHARE_ALL);
    Handle second = open(GENERIC_WRITE, SHARE_ALL);
    write(parent, first, "1");
    write(parent, second, "2");
    write(parent, first, "3");
    assertEquals("1", read(parent, slot));
    assertEquals("2", read(parent, slot));
    assertEquals("3", read(parent, slot));
  }

  @Fact("second-writer-needs-no-sharing")
  void twoWritersThatDoNotShareWritingOpen() {
    Handle first = open(GENERIC_WRITE, FILE_SHARE_READ);
    Handle second = open(GENERIC_WRITE, FILE_SHARE_READ);
    assertCanWrite(first);
    assertCanWrite(second);
  }

  @Fact("client-changes-nothing-for-server")
  void anOpenClientChangesNothingForTheServer() {
    open(GENERIC_WRITE, SHARE_ALL);
    assertEmpty(parent, slot);
    assertFails("WriteFile", 5, () -> parent.writeFile(slot, ByteBuffer.allocate(1)));
  }

  @Fact("client-created-inheritable")
  void aClientOpenedInheritableHasTheFlag() {
    Handle client =
        parent.createFile(
            name,
            GENERIC_WRITE,
            SHARE_ALL,
            SecurityAttributes.INHERITABLE,
            OPEN_EXISTING,
            0,
            Handle.NULL);
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(client));
  }

  @Fact("client-created-inheritable")
  void aChildWritesThroughAClientOpenedInheritable() {
    Handle client =
        parent.createFile(
            name,
            GENERIC_WRITE,
            SHARE_ALL,
            SecurityAttributes.INHERITABLE,
            OPEN_EXISTING,
            0,
            Handle.NULL);
    TestProcess child = start(Launch.inheriting());
    write(child.kernel32(), client, "from the child");
    assertEquals("from the child", read(parent, slot));
  }

  @Fact("client-created-inheritable")
  void withoutAttributesAClientIsNotInheritable() {
    assertEquals(0, parent.getHandleInformation(open(GENERIC_WRITE, SHARE_ALL)));
    Handle plain =
        parent.createFile(
            name,
            GENERIC_WRITE,
            SHARE_ALL,
            new SecurityAttributes(false),
            OPEN_EXISTING,
            0,
            Handle.NULL);
    assertEquals(0, parent.getHandleInformation(plain));
  }

  @Fact("client-opened-for-both-writes-only")
  void clientsRow_tellsWhatWasGranted() {
    int access = row(parent, open(GENERIC_WRITE, SHARE_ALL)).grantedAccess();
    assertTrue((access & FILE_WRITE_DATA) != 0, Integer.toHexString(access));
    assertFalse((access & FILE_READ_DATA) != 0, Integer.toHexString(access));
  }

  @Fact("each-open-is-an-object")
  void twoOpensAreTwoObjects() {
    Handle first = open(GENERIC_WRITE, SHARE_ALL);
    Handle second = open(GENERIC_WRITE, SHARE_ALL);
    assertNotEquals(first, second);
    assertFalse(parent.compareObjectHandles(first, second));
    assertFalse(parent.compareObjectHandles(first, slot));
  }

  @Fact("each-open-is-an-object")
  void aDuplicateIsTheSameObject() {
    Handle client = open(GENERIC_WRITE, SHARE_ALL);
    Handle copy = duplicate(parent, client);
    assertNotEquals(client, copy);
    assertTrue(parent.compareObjectHandles(client, copy));
    assertCanWrite(copy);
  }

  @Fact("writing-needs-write-access")
  void aRowWithoutWriteAccessCannotWrite() {
    Handle client = open(GENERIC_WRITE, SHARE_ALL);
    assertCannotWrite(reduce(parent, client, 0x100000));
  }
}
