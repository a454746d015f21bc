package handlelab.junit;

import handlelab.api.HandleRow;

/** A row in the words of a failure. */
final class RowWords {
  private RowWords() {}

  /** Such as {@code 0x100 File \Device\Mailslot\a}. */
  static String of(HandleRow row) {
    String name = row.objectName() == null ? "" : " " + row.objectName();
    return row.handle() + " " + row.objectType() + name;
  }
}
