package handlelab.contract;

import static handlelab.api.Win32.CREATE_ALWAYS;
import static handlelab.api.Win32.CREATE_NEW;
import static handlelab.api.Win32.FILE_GENERIC_READ;
import static handlelab.api.Win32.FILE_READ_DATA;
import static handlelab.api.Win32.FILE_WRITE_DATA;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.OPEN_ALWAYS;
import static handlelab.api.Win32.WRITE_DAC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;

/** Mailslots: their names, what each end may do, and what keeps a slot alive. */
class MailslotTest extends ContractTest {
  private static final String DEVICE = "\\\\.\\mailslot\\";

  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  /** Asserts that both names mean one slot, for create and for open. */
  private void assertSameSlot(String created, String opened) {
    Handle slot = createSlot(parent, created);
    Handle client = openClient(parent, opened);
    write(parent, client, "to " + opened);
    assertEquals("to " + opened, read(parent, slot));
    assertNameIsTaken(opened);
    parent.closeHandle(client);
    parent.closeHandle(slot);
  }

  private void assertNameIsTaken(String taken) {
    assertFails("CreateMailslotW", 183, () -> createSlot(parent, taken));
  }

  /** What follows the device in a new name. */
  private static String newLeaf() {
    return newSlotName().substring(DEVICE.length());
  }

  @Fact("slot-names-ignore-case")
  void names_beyondAscii_ignoreCase() {
    String name = newSlotName();
    assertSameSlot(name + "\u00c9\u0416", name + "\u00e9\u0436");
  }

  @Fact("server-end-object-name")
  void serverEnd_isAFileWithTheSlotsName() {
    String leaf = newLeaf();
    Handle slot = createSlot(parent, DEVICE + leaf);
    assertEquals("File", row(parent, slot).objectType());
    assertEquals(
        ("\\Device\\Mailslot\\" + leaf).toLowerCase(Locale.ROOT),
        row(parent, slot).objectName().toLowerCase(Locale.ROOT));
  }

  @Fact("client-end-object-name")
  void clientEnd_isAFileWithTheSlotsName() {
    String leaf = newLeaf();
    Handle slot = createSlot(parent, DEVICE + leaf);
    Handle client = openClient(parent, DEVICE + leaf);
    assertEquals("File", row(parent, client).objectType());
    assertEquals(
        ("\\Device\\Mailslot\\" + leaf).toLowerCase(Locale.ROOT),
        String.valueOf(row(parent, client).objectName()).toLowerCase(Locale.ROOT));
    parent.closeHandle(slot);
  }

  @Fact("long-slot-name-works")
  void longName_works() {
    String name = newSlotName();
    name += "x".repeat(230 - name.length());
    assertSameSlot(name, name.toUpperCase(Locale.ROOT));
  }

  @Fact("slot-opens-whatever-disposition")
  void disposition_whatever_opensExistingSlotsOnly() {
    String name = newSlotName();
    for (int disposition : new int[] {CREATE_NEW, CREATE_ALWAYS, OPEN_ALWAYS}) {
      assertFails("CreateFileW", 2, () -> openWith(name, disposition));
    }
    Handle slot = createSlot(parent, name);
    for (int disposition : new int[] {CREATE_NEW, CREATE_ALWAYS, OPEN_ALWAYS}) {
      Handle client = openWith(name, disposition);
      write(parent, client, "disposition " + disposition);
      assertEquals("disposition " + disposition, read(parent, slot));
    }
  }

  private Handle openWith(String name, int disposition) {
    return parent.createFile(name, GENERIC_WRITE, SHARE_ALL, null, disposition, 0, Handle.NULL);
  }

  @Fact("server-end-readable-only")
  void serverEnd_isReadableOnly() {
    int access = row(parent, createSlot(parent, newSlotName())).grantedAccess();
    assertEquals(FILE_GENERIC_READ, access & ~WRITE_DAC);
    assertEquals(0, access & FILE_WRITE_DATA);
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

  @Fact("client-opened-for-both-writes-only")
  void clientsRow_tellsWhatWasGranted() {
    int access = row(parent, openClient(parent, name)).grantedAccess();
    assertTrue((access & FILE_WRITE_DATA) != 0, Integer.toHexString(access));
    assertFalse((access & FILE_READ_DATA) != 0, Integer.toHexString(access));
  }

  @Fact({"write-to-dead-slot-fails", "client-does-not-keep-slot-name"})
  void deadSlot_withAClientLeft_cannotBeOpened() {
    openClient(parent, name);
    parent.closeHandle(slot);
    assertFails("CreateFileW", 2, () -> openClient(parent, name));
  }
}
