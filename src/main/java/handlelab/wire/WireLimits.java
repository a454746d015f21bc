package handlelab.wire;

/** What a frame may hold at most; a peer that sends more has broken the protocol. */
public final class WireLimits {
  /**
   * The bytes of one mailslot message that cross the wire. Windows names no limit for a local
   * message; this one bounds what a peer can make the other side keep for one call.
   */
  public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  /** One frame without its length field: the largest message, and what stands around it. */
  public static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES + 1024;

  /** UTF-16 units of one string: twice a command line of the largest size. */
  public static final int MAX_STRING_CHARS = 65_536;

  /** A long answer is sent in frames of about this size, so that neither side holds it twice. */
  public static final int CHUNK_BYTES = 64 * 1024;

  /** Rows of one handle table: Windows gives a process at most 16,777,216 handles. */
  static final int MAX_ROWS = 1 << 24;

  /** What a buffer starts with: enough for each call but those with long texts or messages. */
  static final int FIRST_BUFFER_BYTES = 1024;

  /** A buffer that has grown beyond this is given up after the call. */
  static final int KEPT_BUFFER_BYTES = 128 * 1024;

  /** The same for a server's connection, of which there may be thousands. */
  static final int KEPT_SERVER_BUFFER_BYTES = 8 * 1024;

  /** The bytes that one system call moves at most from or to a buffer on the heap. */
  static final int TRANSFER_BYTES = 64 * 1024;

  private WireLimits() {}
}
