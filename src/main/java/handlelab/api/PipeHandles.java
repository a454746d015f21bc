package handlelab.api;

/**
 * The two ends of an anonymous pipe; the caller must close both.
 *
 * @param read the end that can be read
 * @param write the end that can be written
 */
public record PipeHandles(Handle read, Handle write) {}
