package handlelab.api;

/**
 * What {@code GetMailslotInfo} returns.
 *
 * @param maxMessageSize in bytes, 0 for any size
 * @param nextSize in bytes, or {@link #NO_MESSAGE}
 * @param messageCount messages waiting
 * @param readTimeoutMillis 0 for none, -1 for ever
 */
public record MailslotInfo(
    int maxMessageSize, int nextSize, int messageCount, int readTimeoutMillis) {
  /** {@code MAILSLOT_NO_MESSAGE}: the next size of an empty mailslot. */
  public static final int NO_MESSAGE = -1;
}
