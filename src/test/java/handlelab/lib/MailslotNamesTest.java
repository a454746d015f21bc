package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MailslotNamesTest {
  @ParameterizedTest
  @CsvSource({
    "inbox,\\\\.\\mailslot\\inbox",
    "a\\b,\\\\.\\mailslot\\a\\b",
    "a/b,\\\\.\\mailslot\\a/b",
    "mailslot,\\\\.\\mailslot\\mailslot",
    "mailslots\\a,\\\\.\\mailslot\\mailslots\\a",
    ".hidden,\\\\.\\mailslot\\.hidden",
    "ab:c,\\\\.\\mailslot\\ab:c",
    "\\\\.\\mailslot\\inbox,\\\\.\\mailslot\\inbox",
    "\\\\.\\pipe\\inbox,\\\\.\\pipe\\inbox",
    "\\\\host\\mailslot\\inbox,\\\\host\\mailslot\\inbox",
    "//./mailslot/inbox,\\\\.\\mailslot\\inbox",
    "//host/mailslot/inbox,\\\\host\\mailslot\\inbox",
    "'',\\\\.\\mailslot\\"
  })
  void fullName_isTheNameThatIsMeant(String name, String expected) {
    assertEquals(expected, MailslotNames.fullName(name));
  }

  @ParameterizedTest
  @CsvSource({
    "\\.\\mailslot\\inbox,inbox",
    "\\.mailslotinbox,inbox",
    ".\\mailslot\\inbox,inbox",
    "./mailslot/inbox,inbox",
    "mailslot\\inbox,inbox",
    "MailSlot/a\\b,a\\b",
    "\\\\\\\\.\\\\mailslot\\\\a\\\\b,a\\b",
    "\\inbox,inbox",
    "/inbox,inbox",
    "../inbox,inbox",
    "C:\\temp\\inbox,inbox",
    "c:/inbox,inbox",
    "C:,NAME",
    "\\\\\\\\,NAME"
  })
  void fullName_refusesAMistypedNameWithTheRightSpelling(String name, String meant) {
    var e = assertThrows(IllegalArgumentException.class, () -> MailslotNames.fullName(name));
    assertEquals(
        name + " is not the name of a mailslot; write " + meant + " or \\\\.\\mailslot\\" + meant,
        e.getMessage());
  }
}
