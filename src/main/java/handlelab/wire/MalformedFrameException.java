package handlelab.wire;

/** The peer sent bytes that are not a frame of this protocol, or a field that is none. */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedFrameException(String reason) {
    super("malformed frame: " + reason);
  }
}
