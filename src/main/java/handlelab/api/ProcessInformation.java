package handlelab.api;

/**
 * What {@code CreateProcessW} returns: two handles that the caller owns and must close, and two
 * ids.
 */
public record ProcessInformation(Handle process, Handle thread, int processId, int threadId) {}
