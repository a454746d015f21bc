package handlelab.wire;

import handlelab.api.ProcessInformation;

/**
 * A child that the kernel has made and its creator has yet to start.
 *
 * @param information what {@code CreateProcessW} returns to the creator
 * @param token what the child shows once to take its place; a secret between the two
 */
public record PreparedChild(ProcessInformation information, String token) {
  /** Without the token, so that no log tells it. */
  @Override
  public String toString() {
    return "PreparedChild[information=" + information + "]";
  }
}
