package handlelab.api;

/**
 * What {@code PeekNamedPipe} returns, in bytes.
 *
 * @param leftInMessage as Windows gives it: of a byte pipe, minus the bytes read
 */
public record PeekResult(int bytesRead, int totalAvailable, int leftInMessage) {}
