package handlelab.wire;

import java.io.IOException;

/** The peer sent bytes that are no frame of this protocol; nothing more can be read from it. */
public final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param reason what is wrong with the frame
   */
  public MalformedFrameException(String reason) {
    super("malformed frame: " + reason);
  }
}
