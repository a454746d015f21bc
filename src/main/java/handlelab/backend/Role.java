package handlelab.backend;

import handlelab.wire.PendingCall;

/** What a connection of the server is for: to say hello, to be a life line, to make calls. */
interface Role {
  /** What {@link #remainingNanos} returns where nothing is waited for. */
  long FOR_EVER = PendingCall.FOR_EVER;

  /** Takes in what has come; false where the connection is over. */
  boolean read();

  /** Whether the last {@link #read} found anything, where that is known. */
  default boolean hasRead() {
    return false;
  }

  /** There is room to write again; false where the connection is over. */
  boolean write();

  /** Something has changed, or {@link #remainingNanos} have passed; false as above. */
  boolean retry();

  /** Whether there is something to write, and nothing to be read until then. */
  boolean isWriting();

  /** The time until {@link #retry} is due. */
  long remainingNanos();

  /** The connection is over and closed. */
  void end();
}
