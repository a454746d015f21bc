package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import java.nio.ByteBuffer;
import java.util.List;

/** What became of a call: its result, or one of three ways to fail. */
sealed interface Reply {
  /** The call has no result. */
  enum Done implements Reply {
    DONE
  }

  /** A handle, a number or a truth value. */
  record Value(long value) implements Reply {
    static Value of(Handle handle) {
      return new Value(handle.value());
    }

    static Value of(boolean value) {
      return new Value(value ? 1 : 0);
    }
  }

  record Slot(MailslotInfo info) implements Reply {}

  /**
   * Bytes of a message.
   *
   * @param bytes once read from a frame, valid until the next frame is
   */
  record Data(ByteBuffer bytes) implements Reply {}

  record Started(ProcessInformation information) implements Reply {}

  record Prepared(PreparedChild child) implements Reply {}

  /**
   * Rows of a handle table.
   *
   * @param more whether another reply follows with the rows after these
   */
  record Rows(List<HandleRow> rows, boolean more) implements Reply {}

  record Ids(List<Integer> processIds) implements Reply {}

  /** The function failed. */
  record Failed(String function, int errorCode) implements Reply {}

  /** The calling process has ended. */
  record Ended(int processId) implements Reply {}

  /** The serving side could not make the call. */
  record Refused(String reason) implements Reply {}
}
