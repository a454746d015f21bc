package handlelab.inspect;

/** A text is no snapshot that this version can read; the message says where and why. */
public final class SnapshotFormatException extends Exception {
  SnapshotFormatException(String message) {
    super(message);
  }
}
