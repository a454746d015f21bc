package handlelab.leaks;

import handlelab.api.HandleRow;
import handlelab.recorder.Recording;

/**
 * A handle that a watched call opened and that is open.
 *
 * @param recorded what the recorder knows of it
 * @param row the row of the process's handle table; null if the table could not be read
 */
public record OpenHandle(Recording.Open recorded, HandleRow row) {
  /** {@return whether a child that is created now would inherit it} */
  public boolean inheritable() {
    return row == null ? recorded.inheritable() : row.inheritable();
  }
}
