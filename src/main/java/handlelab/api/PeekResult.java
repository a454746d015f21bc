package handlelab.api;

/**
 * What {@code PeekNamedPipe} returns, in bytes.
 *
 * @param bytesRead how many were copied into the buffer
 * @param totalAvailable how many are in the pipe, of all messages
 * @param leftInMessage as Windows gives it: of a byte pipe, minus the bytes read
 */
public record PeekResult(int bytesRead, int totalAvailable, int leftInMessage) {}
