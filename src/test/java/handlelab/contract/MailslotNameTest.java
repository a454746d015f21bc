package handlelab.contract;

import static handlelab.api.Win32.CREATE_ALWAYS;
import static handlelab.api.Win32.CREATE_NEW;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.OPEN_ALWAYS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import handlelab.api.Handle;
import java.util.Locale;

/** How a slot is named, and what a name that is none answers. */
class MailslotNameTest extends ContractTest {
  private static final String DEVICE = "\\\\.\\mailslot\\";

  /** Asserts that both names mean one slot, for create and for open. */
  private void assertSameSlot(String created, String opened) {
    Handle slot = createSlot(parent, created);
    Handle client = openClient(parent, opened);
    write(parent, client, "to " + opened);
    assertEquals("to " + opened, read(parent, slot));
    assertFails("CreateMailslotW", 183, () -> createSlot(parent, opened));
    parent.closeHandle(client);
    parent.closeHandle(slot);
  }

  private void assertNoSlot(String name) {
    assertFails("CreateFileW", 2, () -> openClient(parent, name));
  }

  private void assertCreateFails(int errorCode, String name) {
    assertFails("CreateMailslotW", errorCode, () -> createSlot(parent, name));
  }

  /** What follows the device in a new name. */
  private static String newLeaf() {
    return newSlotName().substring(DEVICE.length());
  }

  @Fact("slot-created-by-name")
  void createGivesAHandle() {
    Handle slot = createSlot(parent, newSlotName());
    assertNotEquals(Handle.NULL, slot);
    assertNotEquals(Handle.INVALID, slot);
    assertEquals(0, parent.getHandleInformation(slot));
  }

  @Fact("slot-names-ignore-case")
  void namesCompareWithoutCase() {
    String name = newSlotName();
    assertSameSlot(name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  @Fact("slot-names-ignore-case")
  void theDeviceComparesWithoutCase() {
    String leaf = newLeaf();
    assertSameSlot("\\\\.\\MailSlot\\" + leaf, "\\\\.\\mAILsLOT\\" + leaf);
  }

  @Fact("slot-names-ignore-case")
  void names_beyondAscii_ignoreCase() {
    String name = newSlotName();
    assertSameSlot(name + "\u00c9\u0416", name + "\u00e9\u0436");
  }

  @Fact("slot-name-taken")
  void aLiveNameIsTaken() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    assertCreateFails(183, name);
    parent.closeHandle(slot);
  }

  @Fact({"slot-names-ignore-case", "slot-name-taken"})
  void aLiveNameIsTakenInAnyCase() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    assertCreateFails(183, name.toUpperCase(Locale.ROOT));
    parent.closeHandle(slot);
  }

  @Fact("slot-name-taken")
  void refusedCreate_leavesTheLiveSlotAlone() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    Handle client = openClient(parent, name);
    write(parent, client, "kept");
    assertCreateFails(183, name);
    assertEquals("kept", read(parent, slot));
  }

  @Fact("slot-name-without-prefix-refused")
  void aRelativeFilePathIsNoSlotName() {
    assertCreateFails(123, "blah");
    assertCreateFails(123, "some\\folder\\blah");
  }

  @Fact("file-path-is-no-slot-name")
  void anAbsoluteFilePathIsNoSlotName() {
    assertCreateFails(123, "C:\\x");
  }

  @Fact("null-slot-name-refused")
  void noNameIsAPathNotFound() {
    assertCreateFails(3, null);
  }

  @Fact("empty-slot-name-refused")
  void anEmptyNameIsAPathNotFound() {
    assertCreateFails(3, "");
  }

  @Fact("pseudo-directories-need-no-parent")
  void aNestedNameNeedsNoParent() {
    String name = newSlotName() + "\\a\\b\\c";
    assertSameSlot(name, name);
  }

  @Fact("slot-beside-its-pseudo-directory")
  void aSlotCanStandBesideItsPseudoFolder() {
    String name = newSlotName();
    Handle outer = createSlot(parent, name);
    Handle inner = createSlot(parent, name + "\\sub");
    write(parent, openClient(parent, name), "outer");
    write(parent, openClient(parent, name + "\\sub"), "inner");
    assertEquals("outer", read(parent, outer));
    assertEquals("inner", read(parent, inner));
  }

  @Fact("pseudo-directory-is-no-slot")
  void aPseudoFolderIsNoSlot() {
    String name = newSlotName();
    Handle inner = createSlot(parent, name + "\\sub");
    assertNoSlot(name);
    parent.closeHandle(inner);
  }

  @Fact("missing-slot-not-found")
  void aMissingSlotIsAFileNotFound() {
    assertNoSlot(newSlotName());
  }

  @Fact("missing-nested-slot-not-found")
  void aMissingNestedSlotIsAFileNotFound() {
    assertNoSlot(newSlotName() + "\\no\\such\\slot");
  }

  @Fact("slot-path-normalised")
  void dotDot_dropsTheElementBefore() {
    String leaf = newLeaf();
    assertSameSlot(DEVICE + "foo\\..\\" + leaf, DEVICE + leaf);
    assertSameSlot(DEVICE + leaf, DEVICE + "a\\b\\..\\..\\" + leaf);
  }

  @Fact("slot-path-normalised")
  void dotIsNoElement() {
    String leaf = newLeaf();
    assertSameSlot(DEVICE + ".\\" + leaf, DEVICE + leaf);
  }

  @Fact("slot-path-normalised")
  void slashesAreBackslashes() {
    String leaf = newLeaf();
    assertSameSlot("//./mailslot/" + leaf.replace('\\', '/'), DEVICE + leaf);
  }

  @Fact("slot-path-normalised")
  void aRunOfBackslashesIsOne() {
    String leaf = newLeaf();
    assertSameSlot(DEVICE + leaf + "\\\\b", DEVICE + leaf + "\\b");
  }

  @Fact("slot-path-normalised")
  void trailingDotsAndBlanksAreCut() {
    String name = newSlotName();
    assertSameSlot(name + ". . ", name);
  }

  @Fact("verbatim-prefix-reaches-same-slots")
  void theVerbatimPrefixReachesTheSameSlots() {
    String leaf = newLeaf();
    assertSameSlot("\\\\?\\mailslot\\" + leaf, DEVICE + leaf);
  }

  @Fact("slot-on-other-machine-refused")
  void noSlotIsCreatedOnAnotherMachine() {
    String leaf = newLeaf();
    assertCreateFails(123, "\\\\localhost\\mailslot\\" + leaf);
    assertCreateFails(123, "\\\\*\\mailslot\\" + leaf);
  }

  @Fact("pipe-name-is-no-slot-name")
  void aPipeIsNoSlotName() {
    assertCreateFails(123, "\\\\.\\pipe\\x");
  }

  @Fact("missing-device-not-found")
  void aMissingDeviceIsAPathNotFound() {
    assertCreateFails(3, "\\\\.\\nosuchdevice\\x");
  }

  @Fact("mailslot-device-opens")
  void theDeviceItselfCanBeOpenedWithoutAccess() {
    Handle device = parent.createFile("\\\\.\\mailslot", 0, SHARE_ALL, null, 3, 0, Handle.NULL);
    parent.closeHandle(device);
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

  @Fact("slot-name-free-after-last-close")
  void aNameIsFreeAfterTheLastClose() {
    String name = newSlotName();
    parent.closeHandle(createSlot(parent, name));
    assertNoSlot(name);
    Handle again = createSlot(parent, name);
    assertEmpty(parent, again);
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
}
